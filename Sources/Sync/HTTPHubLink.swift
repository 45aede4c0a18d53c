internal import AsyncHTTPClient
internal import Identity
internal import NIOCore
internal import NIOHTTP1

/// The line to the hub over HTTP.
///
/// Every request has a deadline, so a half-open connection costs ten seconds and nothing else; an
/// answer longer than any of the hub's is cut off and counts as none. A port that refuses is told
/// at once: when to try again is the uplink's business, and it rests longer each time.
public struct HTTPHubLink: HubLink {
    /// The longest answer that a hub gives.
    static let answerLimit = 65_536 + SealedAnswer.overhead

    /// The one client of all links, as `HTTPClient.shared` but for the retrying.
    ///
    /// It lives as long as the process, so that nobody has to shut it down: a link is a value, and
    /// a client that is let go while it is up traps.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(configuration: configuration)
    }()

    private let base: String
    private let timeout: Duration

    /// The line to the hub at `base`, `http://127.0.0.1:7081`.
    ///
    /// - Parameter timeout: How long the hub may take, from the connection to the last byte.
    public init(base: String, timeout: Duration = .seconds(10)) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.timeout = timeout
    }

    public func post(_ path: String, _ body: [UInt8]) async throws(LinkFault) -> LinkAnswer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/octet-stream")
        request.body = .bytes(body)
        do {
            let response = try await Self.client.execute(request, timeout: TimeAmount(timeout))
            let answer = try await response.body.collect(upTo: Self.answerLimit)
            return LinkAnswer(
                status: Int(response.status.code),
                body: Array(answer.readableBytesView)
            )
        } catch {
            throw LinkFault("\(base)\(path): \(error)")
        }
    }
}
