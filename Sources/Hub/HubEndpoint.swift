public import Identity
internal import Records
internal import SyncProtocol

/// The hub as devices see it: bytes in, a status and bytes out.
///
/// The HTTP server and links inside one process both go through here, so nothing that a test drives
/// in memory takes another way on the wire. It is the edge where signatures are checked and made:
/// what is sealed is opened before anything else of it is read, and the answer to it is sealed.
public struct HubEndpoint: Sendable {
    /// What the device gets back.
    public struct Answer: Hashable, Sendable {
        /// The HTTP status.
        public let status: Int
        /// JSON, sealed if the request was.
        public let body: [UInt8]
        /// Whether the body is sealed.
        public var isSealed = false
    }

    /// Every path that takes a device's request.
    public static let paths = [
        HubPath.hello, HubPath.journal, HubPath.branch, HubPath.leases, HubPath.feeds,
        HubPath.pair,
    ]

    let hub: HubCore
    /// Who the hub is; nil for one that cannot show it.
    let identity: HubIdentity?

    /// The endpoint of `hub`.
    ///
    /// - Parameter identity: Who the hub is; without it, it pairs nobody and hears no paired till.
    public init(_ hub: HubCore, identity: HubIdentity? = nil) {
        self.hub = hub
        self.identity = identity
    }

    /// The longest body that `path` takes, sealed; nil for a path that takes none.
    public static func bodyLimit(of path: String) -> Int? {
        messageLimit(of: path).map { $0 + SealedRequest.overhead }
    }

    /// The longest message that `path` takes.
    private static func messageLimit(of path: String) -> Int? {
        switch path {
        case HubPath.hello, HubPath.leases, HubPath.feeds, HubPath.pair: Message.byteLimit
        case HubPath.journal: Upload.messageLimit
        case HubPath.branch: Branch.messageLimit
        default: nil
        }
    }

    /// Answers one request.
    ///
    /// - Parameter caller: Who called, as far as the connection shows.
    public func handle(
        path: String,
        body: [UInt8],
        from caller: Caller = .unasked
    ) async -> Answer {
        guard SealedRequest.isMeant(by: body) else {
            guard path != HubPath.pair else { return await pair(body, caller) }
            return await answer(path, body, from: .unsigned)
        }
        guard let identity else {
            return Answer(Refusal(.unavailable, "this hub was started without its key"))
        }
        if let limit = Self.bodyLimit(of: path), body.count > limit {
            return Answer(Refusal(.tooLarge, "\(path) takes at most \(limit) bytes"))
        }
        guard let request = SealedRequest(body),
            request.isGenuine(at: path, of: identity.sync.publicKey)
        else { return Answer(Refusal(.unverified, "the signature fails")) }
        guard caller.mayBe(request.key) else {
            return Answer(.calledByAnother).sealed(to: request, with: identity.sync)
        }
        let sender = Sender.signed(request.seal, to: identity.sync.publicKey)
        return await answer(path, request.message, from: sender)
            .sealed(to: request, with: identity.sync)
    }

    private func answer(_ path: String, _ message: [UInt8], from sender: Sender) async -> Answer {
        guard let limit = Self.messageLimit(of: path) else {
            return Answer(status: 404, Refusal(.malformed, "there is no \(path) here"))
        }
        guard message.count <= limit else {
            return Answer(Refusal(.tooLarge, "\(path) takes at most \(limit) bytes"))
        }
        switch path {
        case HubPath.hello: return await hello(message, sender)
        case HubPath.branch: return await branch(message, sender)
        case HubPath.leases: return await leases(message, sender)
        case HubPath.feeds: return await feeds(message, sender)
        case HubPath.pair: return Answer(Refusal(.malformed, "a pairing is asked for unsealed"))
        default: return await journal(message, sender)
        }
    }

    private func hello(_ body: [UInt8], _ sender: Sender) async -> Answer {
        guard let hello = Message.decode(Hello.self, body) else {
            return Answer(Refusal(.malformed, "the body is not a greeting"))
        }
        return Answer(await hub.welcome(hello, from: sender))
    }

    private func journal(_ body: [UInt8], _ sender: Sender) async -> Answer {
        do throws(Refusal) {
            return Answer(await hub.receive(try Upload(body), from: sender))
        } catch {
            return Answer(error)
        }
    }

    private func branch(_ body: [UInt8], _ sender: Sender) async -> Answer {
        do throws(Refusal) {
            return Answer(await hub.take(try Branch(body), from: sender))
        } catch {
            return Answer(error)
        }
    }

    private func pair(_ body: [UInt8], _ caller: Caller) async -> Answer {
        guard let identity else {
            return Answer(Refusal(.unavailable, "this hub was started without its key"))
        }
        guard body.count <= Message.byteLimit else {
            return Answer(Refusal(.tooLarge, "a pairing takes at most \(Message.byteLimit) bytes"))
        }
        guard let request = Message.decode(PairingRequest.self, body) else {
            return Answer(Refusal(.malformed, "the body does not ask for a pairing"))
        }
        guard caller.mayBe(request.key) else { return Answer(.calledByAnother) }
        return Answer(await hub.pair(request, showing: identity.keys))
    }

    private func leases(_ body: [UInt8], _ sender: Sender) async -> Answer {
        guard let request = Message.decode(LeaseRequest.self, body) else {
            return Answer(Refusal(.malformed, "the body is not a question about leases"))
        }
        let answer = await hub.lease(request, from: sender)
        // Signed when it is sent: a store holds nothing that depends on a key.
        return Answer(answer.map { answer in identity.map(answer.sealed(by:)) ?? answer })
    }
}

extension LeaseAnswer {
    /// The same answer with every grant signed by the hub's key for leases.
    fileprivate func sealed(by hub: HubIdentity) -> LeaseAnswer {
        LeaseAnswer(leases: leases.map { LeaseSeal.seal($0, by: hub) }, refused: refused)
    }
}

extension HubEndpoint.Answer {
    init(status: Int, _ message: some Encodable) {
        self.init(status: status, body: Message.encode(message))
    }

    init(_ refusal: Refusal) {
        self.init(status: refusal.status, refusal)
    }

    init(_ result: Result<some Encodable, Refusal>) {
        switch result {
        case .success(let message): self.init(status: 200, message)
        case .failure(let refusal): self.init(refusal)
        }
    }

    /// The same answer, which shows that it is this hub's and to this request.
    func sealed(to request: SealedRequest, with key: SigningKey) -> Self {
        let body = SealedAnswer.seal(body, status: status, to: request, with: key)
        return Self(status: status, body: body, isSealed: true)
    }
}
