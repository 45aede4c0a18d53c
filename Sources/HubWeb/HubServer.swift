public import Hub
internal import Hummingbird
internal import HummingbirdCore
public import Identity
public import Logging
internal import NIOCore

/// The hub on a port.
///
///     POST /v1/hello            a device's greeting
///     POST /v1/journal          a device's records
///     POST /v1/branch           the records of a device that stands apart
///     POST /v1/feeds            a device's question about what is published
///     POST /v1/pair             the key of a till that knows a code
///     POST /v1/desk             a person's order, from this machine only
///     GET  /v1/health           whether the hub and its store answer
///     GET  /v1/reports/NAME     ?as-of=DATE&format=csv|json, from this machine only
///
/// It is plain HTTP: what tills and hub say is signed and cannot be forged, and whoever is on the
/// line can read it. Bodies are bounded before they are read and every
/// request has a deadline, so no client can hold memory or a connection for long.
public struct HubServer: Sendable {
    /// The port unless somebody says otherwise.
    public static let defaultPort = 7081

    private let hub: HubCore
    private let identity: HubIdentity?
    private let host: String
    private let port: Int
    private let logger: Logger

    /// A server for `hub`, not yet listening.
    ///
    /// - Parameters:
    ///   - identity: Who the hub is; without it, it answers no paired till.
    ///   - host: The address to listen on.
    ///   - port: The port; 0 takes any that is free.
    public init(
        hub: HubCore,
        identity: HubIdentity? = nil,
        host: String = "127.0.0.1",
        port: Int = HubServer.defaultPort,
        logger: Logger
    ) {
        self.hub = hub
        self.identity = identity
        self.host = host
        self.port = port
        self.logger = logger
    }

    /// Listens and answers until its task is cancelled or the program is asked to stop.
    ///
    /// - Parameter onRunning: Told the port once it listens.
    public func run(
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws(HubServerError) {
        let application = Application(
            responder: HubRoutes.router(hub, identity).buildResponder(),
            server: .http1(configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: "tillhub"
            ),
            onServerRunning: { await onRunning($0.localAddress?.port ?? 0) },
            logger: logger
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw HubServerError(error, host: host, port: port)
        } catch is CancellationError {
            return
        } catch {
            throw .failed("\(error)")
        }
    }
}
