import Sync
import Synchronization
import TestSupport
import Testing

/// An answer is that of its own request: the machine takes the last welcome for the newest.
struct AnswerPairingTests {
    /// A hub that answers with what it was asked.
    private static let echo = LoopbackLink { _, body in LinkAnswer(status: 200, body: body) }

    /// A line that hands out each answer one request late, as none may.
    private final class LateLink: HubLink {
        private let last = Mutex(LinkAnswer(status: 503, body: []))

        func post(_ path: String, _ body: [UInt8]) async throws(LinkFault) -> LinkAnswer {
            let answer = try await echo.post(path, body)
            return last.withLock { last in
                defer { last = answer }
                return last
            }
        }
    }

    /// How many of 500 answers belong to another request; what is cut counts by what is left.
    private func strangers(over line: some HubLink) async -> Int {
        var strangers = 0
        for number in 1...500 {
            let question = Array("\(number) is the question".utf8)
            guard let answer = try? await line.post("/v1/hello", question), answer.status == 200,
                !answer.body.starts(with: "<html>".utf8)
            else { continue }
            if !question.starts(with: answer.body) { strangers += 1 }
        }
        return strangers
    }

    @Test func `whatever a hostile line does, an answer is that of its own request`() async {
        for seed in Dice.seeds(20) {
            let line = HostileLink(Self.echo, seed: seed, faultsPerThousand: 500)
            #expect(await strangers(over: line) == 0, "SUANPAN_SEED=\(seed)")
            #expect(line.counts[.deliverLate, default: 0] > 0)
        }
    }

    @Test func `a line that mixes up its answers is noticed`() async {
        #expect(await strangers(over: LateLink()) > 0)
    }
}
