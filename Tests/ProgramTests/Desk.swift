import Foundation
import FoundationNetworking

/// A till's loopback service, as the page and the demo use it.
struct Desk {
    struct Status: Decodable {
        struct Line: Decodable {
            let name: String
        }

        struct Queue: Decodable {
            let journalled: Int
            let acknowledged: Int
            let waiting: Int
        }

        struct Feed: Decodable {
            let name: String
            let version: Int64
        }

        let isReady: Bool
        let phase: String
        let lines: [Line]
        let queue: Queue
        let sales: Int
        let programme: String
        let link: String
        let linkNote: String
        let feeds: [Feed]
    }

    private struct Entered: Decodable {
        let accepted: Bool
        let message: String
    }

    /// The till did not take an entry, or did not come to what was waited for.
    struct Fault: Error {
        let text: String
    }

    private let base: String

    init(_ port: Int) {
        base = "http://127.0.0.1:\(port)"
    }

    func status() async throws -> Status {
        let (data, _) = try await URLSession.shared.data(from: try url("/v1/status"))
        return try JSONDecoder().decode(Status.self, from: data)
    }

    /// Enters lines one after the other; each has to be taken.
    func enter(_ lines: String...) async throws {
        for line in lines {
            var request = URLRequest(url: try url("/v1/enter"))
            request.httpMethod = "POST"
            request.httpBody = Data(line.utf8)
            let (data, _) = try await URLSession.shared.data(for: request)
            let entered = try JSONDecoder().decode(Entered.self, from: data)
            guard entered.accepted else { throw Fault(text: "\(line): \(entered.message)") }
        }
    }

    /// Asks again and again until the status is as it should be.
    func until(_ holds: (Status) -> Bool) async throws -> Status {
        let deadline = ContinuousClock.now + .seconds(20)
        var last: Status?
        while ContinuousClock.now < deadline {
            if let status = try? await status() {
                if holds(status) { return status }
                last = status
            }
            try await Task.sleep(for: .milliseconds(30))
        }
        throw Fault(text: "not within 20 s; last \(String(describing: last))")
    }

    /// Looks again and again until something is so, wherever it shows.
    static func until(_ holds: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while !holds() {
            guard ContinuousClock.now < deadline else { throw Fault(text: "not within 20 s") }
            try await Task.sleep(for: .milliseconds(30))
        }
    }

    private func url(_ path: String) throws -> URL {
        guard let url = URL(string: base + path) else { throw Fault(text: path) }
        return url
    }
}
