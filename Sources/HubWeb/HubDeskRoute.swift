internal import Hub
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import SyncProtocol

/// Orders over HTTP, from programs on the hub's own machine that can read its key.
struct HubDeskRoute {
    private let endpoint: HubEndpoint

    init(_ endpoint: HubEndpoint) {
        self.endpoint = endpoint
    }

    func answer(_ request: Request, _ context: HubRequestContext) async -> Response {
        guard context.isLocal else {
            return HubRoutes.refusal(.unverified, "orders are given on the hub's own machine only")
        }
        return await HubRoutes.withBody(of: request, path: HubPath.desk, limit: 4096) { body in
            await endpoint.order(body)
        }
    }
}
