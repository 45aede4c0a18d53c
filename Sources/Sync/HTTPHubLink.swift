internal import AsyncHTTPClient
internal import Identity
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import PinnedTLS

/// The line to the hub over HTTP, within TLS wherever it leaves this machine.
///
/// Every request has a deadline, so a half-open connection costs ten seconds and nothing else; an
/// answer longer than any of the hub's is cut off and counts as none. A port that refuses is told
/// at once: when to try again is the uplink's business, and it rests longer each time. Whoever
/// answers and is not the hub gets nothing to read.
public struct HTTPHubLink: HubLink {
    /// The longest answer that a hub gives.
    static let answerLimit = 65_536 + SealedAnswer.overhead

    /// The one client of all links, as `HTTPClient.shared` but for the retrying.
    ///
    /// It lives as long as the process, so that nobody has to shut it down: a link is a value, and
    /// a client that is let go while it is up traps. It follows nobody elsewhere. Connections are
    /// shared by links of the same trust alone.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        return HTTPClient(configuration: configuration)
    }()

    private let base: String
    private let trust: HubTrust
    private let tls: TLSConfiguration?
    private let timeout: Duration

    /// The line to the hub at `base`, `https://192.168.1.10:7081`.
    ///
    /// - Parameters:
    ///   - trust: How the hub is known; an address that does not go with it is never called.
    ///   - timeout: How long the hub may take, from the connection to the last byte.
    public init(base: String, trust: HubTrust, timeout: Duration = .seconds(10)) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.trust = trust
        self.timeout = timeout
        tls = trust.configuration
    }

    public func post(_ path: String, _ body: [UInt8]) async throws(LinkFault) -> LinkAnswer {
        if let problem = trust.problem(with: base) { throw LinkFault(problem) }
        var request = HTTPClientRequest(url: base + path)
        request.tlsConfiguration = tls
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
            throw LinkFault("\(base)\(path): \(words(for: error))")
        }
    }

    private func words(for error: any Error) -> String {
        if let fault = TLSFault(error) { return "\(fault)" }
        guard case .anyone = trust, (error as? HTTPClientError) == .remoteConnectionClosed else {
            return "\(error)"
        }
        return "whoever answers broke off; a hub that was started without --unpaired speaks TLS "
            + "with paired tills only: pair this one with till pair"
    }
}
