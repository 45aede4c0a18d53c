internal import HTTPTypes
internal import Hummingbird

/// Lets in only who asks for this page by its own name, and presses keys only from the page itself.
///
/// The page listens on the loopback, but any web site can make a browser send requests there. A
/// foreign name that was made to point at 127.0.0.1 shows in `Host`; a foreign page that posts
/// shows in `Origin`, which browsers put on every POST and scripts cannot forge.
struct PageGuard: RouterMiddleware {
    typealias Context = BasicRequestContext

    let port: Int

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let names = ["127.0.0.1:\(port)", "localhost:\(port)"]
        guard let host = request.head.authority, names.contains(host) else {
            return Self.refusal(.misdirectedRequest, "this page is http://127.0.0.1:\(port)\n")
        }
        if request.method != .get, request.method != .head,
            request.headers[.origin] != "http://\(host)"
        {
            return Self.refusal(.forbidden, "keys are pressed from the page itself\n")
        }
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private static func refusal(_ status: HTTPResponse.Status, _ words: String) -> Response {
        Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: words)))
    }
}
