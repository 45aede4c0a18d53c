internal import Records
internal import SyncProtocol

/// The hub as devices see it: bytes in, a status and bytes out.
///
/// The HTTP server and links inside one process both go through here, so nothing that a test drives
/// in memory takes another way on the wire.
public struct HubEndpoint: Sendable {
    /// What the device gets back.
    public struct Answer: Hashable, Sendable {
        /// The HTTP status.
        public let status: Int
        /// JSON.
        public let body: [UInt8]
    }

    /// Every path that takes a request.
    public static let paths = [HubPath.hello, HubPath.journal, HubPath.branch, HubPath.leases]

    private let hub: HubCore

    /// The endpoint of `hub`.
    public init(_ hub: HubCore) {
        self.hub = hub
    }

    /// The longest body that `path` takes; nil for a path that takes none.
    public static func bodyLimit(of path: String) -> Int? {
        switch path {
        case HubPath.hello, HubPath.leases: Message.byteLimit
        case HubPath.journal: Upload.messageLimit
        case HubPath.branch: Branch.messageLimit
        default: nil
        }
    }

    /// Answers one request.
    public func handle(path: String, body: [UInt8]) async -> Answer {
        guard let limit = Self.bodyLimit(of: path) else {
            return Answer(status: 404, Refusal(.malformed, "there is no \(path) here"))
        }
        guard body.count <= limit else {
            return Answer(Refusal(.tooLarge, "\(path) takes at most \(limit) bytes"))
        }
        switch path {
        case HubPath.hello: return await hello(body)
        case HubPath.branch: return await branch(body)
        case HubPath.leases: return await leases(body)
        default: return await journal(body)
        }
    }

    private func hello(_ body: [UInt8]) async -> Answer {
        guard let hello = Message.decode(Hello.self, body) else {
            return Answer(Refusal(.malformed, "the body is not a greeting"))
        }
        switch await hub.welcome(hello) {
        case .success(let welcome): return Answer(status: 200, welcome)
        case .failure(let refusal): return Answer(refusal)
        }
    }

    private func journal(_ body: [UInt8]) async -> Answer {
        let upload: Upload
        do throws(Refusal) {
            upload = try Upload(body)
        } catch {
            return Answer(error)
        }
        switch await hub.receive(upload) {
        case .success(let acknowledgement): return Answer(status: 200, acknowledgement)
        case .failure(let refusal): return Answer(refusal)
        }
    }

    private func branch(_ body: [UInt8]) async -> Answer {
        let branch: Branch
        do throws(Refusal) {
            branch = try Branch(body)
        } catch {
            return Answer(error)
        }
        switch await hub.take(branch) {
        case .success(let receipt): return Answer(status: 200, receipt)
        case .failure(let refusal): return Answer(refusal)
        }
    }

    private func leases(_ body: [UInt8]) async -> Answer {
        guard let request = Message.decode(LeaseRequest.self, body) else {
            return Answer(Refusal(.malformed, "the body is not a question about leases"))
        }
        switch await hub.lease(request) {
        case .success(let answer): return Answer(status: 200, answer)
        case .failure(let refusal): return Answer(refusal)
        }
    }
}

extension HubEndpoint.Answer {
    init(status: Int, _ message: some Encodable) {
        self.status = status
        body = Message.encode(message)
    }

    init(_ refusal: Refusal) {
        self.init(status: refusal.status, refusal)
    }
}
