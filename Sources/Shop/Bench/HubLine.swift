internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// The bench's own line to the hub, beside the cable that can be pulled: asks what the hub has.
public struct HubLine: Sendable {
    private struct TillDay: Decodable {
        var sales: Int
    }

    private let address: String

    /// A line to the hub on `port`.
    public init(port: Int) {
        address = "http://127.0.0.1:\(port)"
    }

    /// How many sales the hub has booked; nil when it does not answer.
    public func sales() async -> Int? {
        guard let body = await get("/v1/reports/till-days?format=json") else { return nil }
        guard let days = try? JSONDecoder().decode([TillDay].self, from: body) else { return nil }
        return days.reduce(0) { $0 + $1.sales }
    }

    /// Whether the hub is there.
    public func isThere() async -> Bool { await get("/v1/health") != nil }

    private func get(_ path: String) async -> Data? {
        do {
            let request = HTTPClientRequest(url: address + path)
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(3))
            guard response.status == .ok else { return nil }
            return Data(try await response.body.collect(upTo: 1 << 20).readableBytesView)
        } catch {
            return nil
        }
    }
}
