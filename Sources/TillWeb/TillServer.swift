internal import FoundationEssentials
internal import Glibc
internal import Hummingbird
public import Logging
internal import NIOCore
public import Till

/// The box's own loopback service: how the till stands, live, and an entry line for whoever is at
/// the counter.
///
///     GET  /v1/status   the till's status, JSON
///     GET  /v1/events   the same at each change, as server-sent events
///     POST /v1/enter    one entry line, text; answers what came of it
///     …    /v1/receipts the receipts and their paper: see `ReceiptRoutes`
///     …    /v1/receipts/DAY/NUMBER/returns: see `ReturnRoutes`
///     GET  /v1/totals   what the day has brought: see `TotalsRoutes`
///     POST /v1/closes   closes the day: see `CloseRoutes`
///
/// It listens on 127.0.0.1 only. A page of some other site that a browser on the box has open can
/// reach loopback too, so a request that names another host or origin is refused.
public struct TillServer: Sendable {
    /// The port unless somebody says otherwise.
    public static let defaultPort = 7082

    private let port: Int
    private let till: Till
    private let counter: Counter
    private let changes: Changes
    private let link: @Sendable () async -> TillLink
    private let logger: Logger

    /// A server for `till`, not yet listening.
    ///
    /// - Parameters:
    ///   - changes: Rings after each change of the till.
    ///   - link: How the line to the hub stands.
    public init(
        port: Int,
        till: Till,
        counter: Counter,
        changes: Changes,
        link: @escaping @Sendable () async -> TillLink,
        logger: Logger
    ) {
        self.port = port
        self.till = till
        self.counter = counter
        self.changes = changes
        self.link = link
        self.logger = logger
    }

    /// Listens until its task is cancelled or the program is asked to stop.
    ///
    /// - Parameter onRunning: Told once it listens: whoever asks from then on is answered.
    public func run(
        onRunning: @escaping @Sendable () async -> Void = {}
    ) async throws(TillServerError) {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: LoopbackOnly(port: port))
        router.get("/v1/status") { _, _ in Self.json(try await status()) }
        router.get("/v1/events") { _, _ in events() }
        router.post("/v1/enter") { request, _ in
            let body = try await request.body.collect(upTo: EntryLine.limit)
            return Self.json(try await counter.enter(String(buffer: body)))
        }
        ReceiptRoutes(till: till).add(to: router)
        ReturnRoutes(counter: counter).add(to: router)
        TotalsRoutes(till: till).add(to: router)
        CloseRoutes(till: till).add(to: router)
        let application = Application(
            responder: router.buildResponder(),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port),
                serverName: "tilld"
            ),
            onServerRunning: { _ in await onRunning() },
            logger: logger
        )
        do {
            try await application.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw .portInUse(port)
        } catch is CancellationError {
            return
        } catch {
            throw .failed("\(error)")
        }
    }

    private func status() async throws -> TillStatus {
        var status = try await till.status()
        let link = await link()
        (status.link, status.linkNote) = (link.word, link.note)
        status.feeds = link.feeds
        return status
    }

    /// One event at once and one after each change; a line every ten seconds besides, so that a
    /// listener that has gone is noticed.
    private func events() -> Response {
        let rings = changes.listen()
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                for await _ in rings {
                    let text = Self.text(try await status())
                    try await writer.write(ByteBuffer(string: "data: \(text)\n\n"))
                }
                try await writer.finish(nil)
            }
        )
    }

    private static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            preconditionFailure("a status holds nothing that JSON cannot say: \(error)")
        }
    }

    static func json(_ value: some Encodable) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text(value)))
        )
    }
}

/// Why the box does not serve its pages.
public enum TillServerError: Error, Hashable, Sendable {
    /// Another program listens on the port.
    case portInUse(Int)
    /// The network stack said no.
    case failed(String)
}

extension TillServerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .portInUse(let port):
            "port \(port) is in use; stop the program that has it, or choose one with --port"
        case .failed(let detail):
            "cannot serve: \(detail)"
        }
    }
}
