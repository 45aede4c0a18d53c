internal import Hub
internal import Hummingbird
internal import HummingbirdCore
internal import Identity
internal import NIOCore
internal import PinnedTLS
internal import SyncProtocol

/// Which request goes where.
enum HubRoutes {
    /// How long a body may take to arrive.
    static let bodyDeadline = Duration.seconds(20)

    static func router(
        _ hub: HubCore,
        _ identity: HubIdentity?
    ) -> Router<HubRequestContext> {
        let router = Router(context: HubRequestContext.self)
        let endpoint = HubEndpoint(hub, identity: identity)
        for path in HubEndpoint.paths {
            router.post(RouterPath(path)) { request, context in
                let limit = HubEndpoint.bodyLimit(of: path) ?? 0
                let caller = await context.caller(of: hub)
                return await withBody(of: request, path: path, limit: limit) { body in
                    await endpoint.handle(path: path, body: body, from: caller)
                }
            }
        }
        router.post(RouterPath(HubPath.desk)) { request, context in
            await HubDeskRoute(endpoint).answer(request, context)
        }
        router.get("/v1/health") { _, _ in await health(hub) }
        router.get("/v1/reports/:name") { request, context in
            await HubReports(hub).answer(request, context)
        }
        return router
    }

    /// Reads the body of a request, bounded in size and time, and answers what `handle` says.
    static func withBody(
        of request: Request,
        path: String,
        limit: Int,
        _ handle: ([UInt8]) async -> HubEndpoint.Answer
    ) async -> Response {
        let body: ByteBuffer
        do {
            body = try await within(bodyDeadline) { try await request.body.collect(upTo: limit) }
        } catch is NIOTooManyBytesError {
            return refusal(.tooLarge, "\(path) takes at most \(limit) bytes")
        } catch is DeadlinePassed {
            return refusal(.malformed, "the body did not arrive within \(bodyDeadline)")
        } catch {
            return refusal(.malformed, "the body was cut off")
        }
        let answer = await handle(Array(body.readableBytesView))
        return Response(
            status: answer.status,
            type: answer.isSealed ? "application/octet-stream" : "application/json",
            body: answer.body
        )
    }

    private static func health(_ hub: HubCore) async -> Response {
        do {
            let health = Health(incarnation: try await hub.store.read { try $0.incarnation() })
            return Response(status: 200, json: Message.encode(health))
        } catch {
            return refusal(.unavailable, "the hub's store does not answer")
        }
    }

    static func refusal(_ kind: Refusal.Kind, _ detail: String) -> Response {
        let refusal = Refusal(kind, detail)
        return Response(status: refusal.status, json: Message.encode(refusal))
    }
}

/// What a hub that is well says.
private struct Health: Encodable {
    let status = "ok"
    let incarnation: String
}

/// A request, and who sent it.
struct HubRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Whether it came from this machine.
    let isLocal: Bool
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        let address = source.channel.remoteAddress?.ipAddress ?? ""
        isLocal = address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }

    /// Who called, as the handshake has shown to a hub for paired tills.
    func caller(of hub: HubCore) async -> Caller {
        switch hub.admission {
        case .anyone: .unasked
        case .paired: await PinnedTLS.caller(on: channel).map { .owner($0) } ?? .nobody
        }
    }
}

extension Response {
    init(status: Int, json body: [UInt8]) {
        self.init(status: status, type: "application/json", body: body)
    }

    init(status: Int, type: String, body: [UInt8]) {
        self.init(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}

/// A client took too long.
struct DeadlinePassed: Error {}

/// Runs `work`, and gives it up when `limit` has passed.
func within<Value: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw DeadlinePassed()
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw DeadlinePassed() }
        return first
    }
}
