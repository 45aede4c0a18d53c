internal import ArgumentParser
internal import AsyncHTTPClient
internal import CommandKit
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Till
internal import TillWeb

/// Where a running `tilld` is asked: the journal is its own, and it answers on loopback only.
struct TillPage: ParsableArguments {
    @Option(help: "The port of the till's own service, on 127.0.0.1.")
    var port = TillServer.defaultPort

    /// What stands at `path`.
    func get<Answer: Decodable>(_ path: String) async throws(ExitCode) -> Answer {
        try await answer(to: path, .GET)
    }

    /// What comes of asking for `path` to be done.
    func post<Answer: Decodable>(_ path: String) async throws(ExitCode) -> Answer {
        try await answer(to: path, .POST)
    }

    /// What comes of asking for `path` to be done with `body`, as JSON.
    func post<Answer: Decodable>(
        _ path: String,
        _ body: some Encodable
    ) async throws(ExitCode) -> Answer {
        try await answer(to: path, .POST, JSONText.of(body))
    }

    /// What comes of an entry line.
    func enter(_ line: String) async throws(ExitCode) -> Entered {
        try await answer(to: "/v1/enter", .POST, line)
    }

    private var address: String { "http://127.0.0.1:\(port)" }

    private func answer<Answer: Decodable>(
        to path: String,
        _ method: HTTPMethod,
        _ body: String? = nil
    ) async throws(ExitCode) -> Answer {
        var request = HTTPClientRequest(url: address + path)
        request.method = method
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let status: HTTPResponseStatus
        let bytes: Data
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            status = response.status
            let body = try await response.body.collect(upTo: 1 << 22)
            bytes = Data(body.readableBytesView)
        } catch {
            throw Failure.unavailable(
                "no till answers on \(address); start tilld, or name its port with --port"
            )
        }
        if status == .ok, let answer = try? JSONDecoder().decode(Answer.self, from: bytes) {
            return answer
        }
        guard let refusal = try? JSONDecoder().decode(Refusal.self, from: bytes) else {
            let what = "\(address) answers \(status.code), not as a till of this version"
            throw Failure.unavailable("\(what); name the till's port with --port")
        }
        throw Failure.notWell(refusal.error.message)
    }

    /// How the till's service says no.
    private struct Refusal: Decodable {
        struct Reason: Decodable {
            let message: String
        }

        let error: Reason
    }
}
