internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// The demo shop on `http://127.0.0.1:PORT`: the page, its events, its keys.
///
///     GET  /             the page; /style.css and /page.js with it
///     GET  /events       server-sent events: a fragment of the page whenever it changes
///     GET  /state        everything as JSON, for machines
///     GET  /receipt      the newest receipt alone
///     POST /keys/NAME    presses a key: scan card pay network paper power auto
public struct ShopPage: Sendable {
    private let scene: ShopScene
    private let port: Int
    private let files: PageFiles
    private let press: @Sendable (ShopKey) async -> Void

    /// A page about `scene`, whose keys call `press`.
    public init(
        scene: ShopScene,
        port: Int,
        press: @escaping @Sendable (ShopKey) async -> Void
    ) throws(ShopProblem) {
        self.scene = scene
        self.port = port
        self.press = press
        files = try PageFiles()
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter onOpen: Called once the port is open.
    /// - Throws: `portInUse` when something else listens there.
    public func run(onOpen: @escaping @Sendable () async -> Void = {}) async throws(ShopProblem) {
        var logger = Logger(label: "shop-page")
        logger.logLevel = .critical
        let application = Application(
            router: router(),
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in await onOpen() },
            logger: logger
        )
        do {
            try await application.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ShopProblem(
                .portInUse,
                "port \(port) is in use; end what listens there, or choose another with --port"
            )
        } catch {
            throw ShopProblem(.failure, "the page cannot be served: \(error)")
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.middlewares.add(PageGuard(port: port))
        for (path, file) in files.files {
            router.get(RouterPath(path)) { _, _ in
                // The page comes with the picture of the moment in it, and is right without script.
                Self.answer(path == "/" ? filled(file.text) : file.text, file.type)
            }
        }
        router.get("receipt") { _, _ in
            let elements = scene.state.receipts.last?.elements ?? []
            return Self.answer(ReceiptPage(elements).html, "text/html; charset=utf-8")
        }
        router.get("state") { _, _ in
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let text = String(decoding: try encoder.encode(scene.state), as: UTF8.self)
            return Self.answer(text, "application/json")
        }
        router.get("events") { _, _ in events() }
        router.post("keys/:name") { _, context in
            guard let key = context.parameters.get("name").flatMap(ShopKey.init(rawValue:)) else {
                return Response(status: .notFound)
            }
            await press(key)
            return Response(status: .noContent)
        }
        return router
    }

    /// The page with every fragment at its place.
    private func filled(_ page: String) -> String {
        PageFragments(scene.state).all.reduce(page) { page, fragment in
            page.replacingOccurrences(of: "<!--\(fragment.id)-->", with: fragment.html)
        }
    }

    private func events() -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream"],
            body: ResponseBody { writer in
                var sent: [String: String] = [:]
                for await state in scene.states() {
                    var text = ""
                    for (id, html) in PageFragments(state).all where sent[id] != html {
                        sent[id] = html
                        text += "event: \(id)\ndata: \(try Self.json(html))\n\n"
                    }
                    if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
                    // Twenty-five pictures a second are enough for any eye.
                    try await Task.sleep(for: .milliseconds(40))
                }
                try await writer.finish(nil)
            }
        )
    }

    /// A JSON string holds no line end, which would end the event.
    private static func json(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }

    private static func answer(_ text: String, _ type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
