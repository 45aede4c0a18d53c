internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import Hub
internal import HubWeb
internal import Identity
internal import Records
internal import Retail
internal import Sync
internal import SyncProtocol

/// Where a hub that is serving takes orders.
struct DeskOption: ParsableArguments {
    @Option(help: "The port of the tillhub serve that has the hub's folder.")
    var port = HubServer.defaultPort
}

/// What people order at the hub's own machine, who may speak and what is sold: in its store, or
/// through the `tillhub serve` that has it.
enum Desk {
    /// The store is free.
    case store(HubCore, HubIdentity)
    /// Another program has it: this line leads to it.
    case serving(DeskLine, HubIdentity)

    /// Opens whichever it is.
    static func open(
        _ store: StoreOption,
        _ key: KeyOption,
        _ option: DeskOption
    ) async throws(ExitCode) -> Desk {
        guard let file = key.file(for: store) else {
            throw Failure.data("name the file with the hub's secret with --key")
        }
        if let hub = try store.openUnlessInUse() {
            let identity = try await file.identity(of: hub)
            _ = try await reporting { () throws(StorageError) in
                try await hub.hashMembers(by: identity.lookup)
            }
            return .store(hub, identity)
        }
        guard let identity = try file.identity() else {
            throw Failure.data("\(file.path): there is no secret of a hub here; name it with --key")
        }
        return .serving(DeskLine(port: option.port, of: identity), identity)
    }

    /// Keeps `offer`; false when its name is in use.
    func keep(_ offer: PairingOffer) async throws(ExitCode) -> Bool {
        switch self {
        case .store(let hub, _):
            try await reporting { () throws(StorageError) in try await hub.keep(offer) }
        case .serving(let line, let identity):
            try await Self.order(DeskOrder(keeping: offer), line, identity)
        }
    }

    /// Revokes `device`; false when it was never paired.
    func revoke(_ device: DeviceID) async throws(ExitCode) -> Bool {
        switch self {
        case .store(let hub, _):
            return try await reporting { () throws(StorageError) in try await hub.revoke(device) }
        case .serving(let line, let identity):
            let order = DeskOrder(revoking: device, at: HubCore.wallClock())
            return try await Self.order(order, line, identity)
        }
    }

    /// Publishes what `file` says, and says what came of it.
    func publish(_ file: FeedFile) async throws(ExitCode) -> (isDone: Bool, words: String) {
        switch self {
        case .store(let hub, let identity):
            let publication = try await reporting { () throws(StorageError) in
                try await hub.publish(file, by: identity.lookup)
            }
            return (publication.isSuccess, publication.words)
        case .serving(let line, let identity):
            let order = DeskOrder(publishing: file, at: HubCore.wallClock())
            let outcome = try await Self.outcome(of: order, line, identity)
            return (outcome.isDone, outcome.note ?? "the hub is too old to publish feeds")
        }
    }

    /// Puts the codes of `file` on stock, and says what came of it.
    func stock(_ file: CodeFile) async throws(ExitCode) -> (isDone: Bool, words: String) {
        switch self {
        case .store(let hub, _):
            let stocking = try await reporting { () throws(StorageError) in
                try await hub.stock(file)
            }
            return (stocking.isSuccess, stocking.words)
        case .serving(let line, let identity):
            let order = DeskOrder(stocking: file, at: HubCore.wallClock())
            let outcome = try await Self.outcome(of: order, line, identity)
            return (outcome.isDone, outcome.note ?? "the hub is too old to put codes on stock")
        }
    }

    /// Sets what tills may lose, and says what came of it.
    func risk(_ limit: Money) async throws(ExitCode) -> (isDone: Bool, words: String) {
        switch self {
        case .store(let hub, _):
            let setting = try await reporting { () throws(StorageError) in
                try await hub.setRisk(limit)
            }
            return (setting.isSuccess, setting.words)
        case .serving(let line, let identity):
            let order = DeskOrder(risking: limit, at: HubCore.wallClock())
            let outcome = try await Self.outcome(of: order, line, identity)
            return (outcome.isDone, outcome.note ?? "the hub is too old to know of a limit")
        }
    }

    /// Erases `member`, and says what came of it.
    func erase(_ member: MemberID, by person: String) async throws(ExitCode) -> String {
        switch self {
        case .store(let hub, _):
            return try await reporting { () throws(StorageError) in
                try await hub.erase(member, by: person).words
            }
        case .serving(let line, let identity):
            let order = DeskOrder(erasing: member, by: person, at: HubCore.wallClock())
            let outcome = try await Self.outcome(of: order, line, identity)
            guard outcome.isDone, let words = outcome.note else {
                throw Failure.unavailable("the hub that serves is too old to erase members")
            }
            return words
        }
    }

    private static func order(
        _ order: DeskOrder,
        _ line: DeskLine,
        _ identity: HubIdentity
    ) async throws(ExitCode) -> Bool {
        try await outcome(of: order, line, identity).isDone
    }

    private static func outcome(
        of order: DeskOrder,
        _ line: DeskLine,
        _ identity: HubIdentity
    ) async throws(ExitCode) -> DeskOrder.Outcome {
        var generator = SystemRandomNumberGenerator()
        let hub = identity.sync.publicKey
        let request = SealedRequest(
            Message.encode(order),
            to: HubPath.desk,
            of: hub,
            from: DeviceID(0),
            in: 0,
            nonce: (generator.next(), generator.next()),
            with: identity.desk
        )
        let detail: String
        do throws(LinkFault) {
            let answer = try await line.orders.post(HubPath.desk, request.bytes)
            let opened = SealedAnswer(answer.body, status: answer.status, to: request, of: hub)
            let outcome = Message.decode(DeskOrder.Outcome.self, opened.message)
            if opened.isGenuine, let outcome { return outcome }
            let refusal = Message.decode(Refusal.self, opened.message)
            detail = refusal?.detail ?? "status \(answer.status)"
        } catch {
            detail = error.detail
            if await line.isUnpaired {
                throw Failure.unavailable(
                    "the hub at port \(line.port) was started with --unpaired: it takes no orders, "
                        + "and nothing was changed; stop it, repeat this, and start it without "
                        + "--unpaired"
                )
            }
        }
        throw Failure.unavailable(
            "the program that has the hub's folder does not take the order (\(detail)); "
                + "name its port with --port"
        )
    }
}

/// The line to the hub that has the folder.
struct DeskLine {
    /// Where it is thought to listen.
    let port: Int
    /// Where it takes orders: over TLS, with the key that is in the folder.
    let orders: any HubLink

    init(port: Int, of identity: HubIdentity) {
        self.port = port
        orders = HTTPHubLink(
            base: "https://127.0.0.1:\(port)",
            trust: .pinned(identity.sync.publicKey, showing: nil)
        )
    }

    /// Whether a hub speaks plain HTTP there, as one does that takes tills without a pairing.
    ///
    /// An empty greeting asks it: a hub refuses that in its own words and keeps nothing of it, and
    /// the order itself, with a code's secret, never goes over such a line.
    var isUnpaired: Bool {
        get async {
            let link = HTTPHubLink(base: "http://127.0.0.1:\(port)", trust: .anyone)
            let answer = try? await link.post(HubPath.hello, [])
            return answer.flatMap { Message.decode(Refusal.self, $0.body) } != nil
        }
    }
}
