internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// The line to the hub over HTTP.
///
/// Every request has a deadline, so a half-open connection costs ten seconds and nothing else; an
/// answer longer than any of the hub's is cut off and counts as none.
public struct HTTPHubLink: HubLink {
    /// How long the hub may take, from the connection to the last byte.
    static let deadline = TimeAmount.seconds(10)
    /// The longest answer that a hub gives.
    static let answerLimit = 65_536

    private let base: String

    /// The line to the hub at `base`, `http://127.0.0.1:7081`.
    public init(base: String) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    }

    public func post(_ path: String, _ body: [UInt8]) async throws(LinkFault) -> LinkAnswer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/octet-stream")
        request.body = .bytes(body)
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: Self.deadline)
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
