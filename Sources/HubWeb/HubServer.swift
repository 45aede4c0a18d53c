public import Hub
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import Identity
public import Logging
internal import NIOCore
internal import PinnedTLS

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
/// It speaks TLS 1.3 by keys that were pinned, and knows who calls; only a hub that takes
/// unpaired tills speaks plain HTTP. Bodies are bounded before they are read and every request
/// has a deadline, so no client can hold memory or a connection for long.
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
    ///   - identity: Who the hub is; one that takes paired tills alone does not listen without it.
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
            server: try protocolServer(),
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

    /// Plain HTTP for a hub that takes anyone, TLS for one that takes paired tills alone.
    private func protocolServer() throws(HubServerError) -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(60))
        )
        guard hub.admission == .paired else { return plain }
        guard let identity else { throw .hasNoKey }
        let tls = TLSChannelConfiguration(
            tlsConfiguration: PinnedTLS.answering(as: identity.tls)
        ) { shown, promise in
            promise.succeed(PinnedTLS.verify(shown))
        }
        do {
            return try .tls(plain, configuration: tls)
        } catch {
            throw .failed("\(error)")
        }
    }
}
