internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// The bench's line to the till's own page: asks how it is, types entries.
public struct TillLine: Sendable {
    /// What the till answers to an entry.
    public struct Answer: Codable, Equatable, Sendable {
        public var accepted: Bool
        public var message: String?
    }

    private let address: String

    /// A line to the till whose page is on `port`.
    public init(port: Int) {
        address = "http://127.0.0.1:\(port)"
    }

    /// How the till is; nil when it does not answer.
    public func status() async -> TillStatus? {
        guard let bytes = await answer(HTTPClientRequest(url: "\(address)/v1/status")) else {
            return nil
        }
        return try? JSONDecoder().decode(TillStatus.self, from: bytes)
    }

    /// What the till has taken today in `tender`, in minor units; nil when it does not answer.
    public func taken(_ tender: String) async -> Int64? {
        struct Totals: Decodable {
            struct Taken: Decodable {
                var tender: String
                var amount: Int64
            }

            struct Takings: Decodable {
                var tenders: [Taken]
            }

            var takings: Takings
        }
        guard let bytes = await answer(HTTPClientRequest(url: "\(address)/v1/totals")),
            let totals = try? JSONDecoder().decode(Totals.self, from: bytes)
        else { return nil }
        return totals.takings.tenders.first { $0.tender == tender }?.amount ?? 0
    }

    /// Types `line` at the till; nil when it does not answer.
    public func enter(_ line: String) async -> Answer? {
        var request = HTTPClientRequest(url: "\(address)/v1/enter")
        request.method = .POST
        request.headers.add(name: "content-type", value: "text/plain; charset=utf-8")
        request.headers.add(name: "origin", value: address)
        request.body = .bytes(ByteBuffer(string: line))
        guard let bytes = await answer(request) else { return nil }
        return try? JSONDecoder().decode(Answer.self, from: bytes)
    }

    private func answer(_ request: HTTPClientRequest) async -> Data? {
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(2))
            let body = try await response.body.collect(upTo: 1 << 20)
            return Data(body.readableBytesView)
        } catch {
            return nil
        }
    }
}
