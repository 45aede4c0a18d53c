import HubWeb
import Identity
import Logging
import Sync

/// A test's hub on a port of this machine, until it is let go.
final class TestHubServer: Sendable {
    let port: Int
    /// Where it is, as a till names it.
    let base: String
    private let serving: Task<Void, any Error>

    /// Serves the hub that runs now.
    init(_ hub: TestHub) async throws {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "hub", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = HubServer(hub: hub.core, identity: hub.identity, port: 0, logger: logger)
        serving = Task {
            defer { told.finish() }
            try await server.run { told.yield($0) }
        }
        var numbers = ports.makeAsyncIterator()
        guard let port = await numbers.next() else { throw NotServed() }
        self.port = port
        base = "\(hub.identity == nil ? "http" : "https")://127.0.0.1:\(port)"
    }

    deinit { serving.cancel() }

    /// The line to it, or to whoever has `port`.
    func line(_ trust: HubTrust, through port: Int? = nil) -> HTTPHubLink {
        let base = port.map { "\(self.base.prefix { $0 != ":" })://127.0.0.1:\($0)" } ?? base
        return HTTPHubLink(base: base, trust: trust)
    }

    /// A server that does not listen.
    struct NotServed: Error {}
}
