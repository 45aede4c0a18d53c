internal import HTTPTypes
internal import Hummingbird

/// Lets only requests through that mean this box: addressed to loopback by name, and not sent by a
/// page of another origin.
struct LoopbackOnly: RouterMiddleware {
    typealias Context = BasicRequestContext

    let port: Int

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
        guard let host = request.head.authority, hosts.contains(host) else {
            throw HTTPError(.misdirectedRequest, message: "this service is for 127.0.0.1 only")
        }
        if let origin = request.headers[.origin], !hosts.map({ "http://" + $0 }).contains(origin) {
            throw HTTPError(.forbidden, message: "another site's page may not use this till")
        }
        return try await next(request, context)
    }
}
