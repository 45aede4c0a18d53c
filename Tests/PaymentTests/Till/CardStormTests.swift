import HAL
import Journal
import Records
import Retail
import TestSupport
import Testing
import Till
import Twins

/// A till that is killed at every commit of its database and at every word with its terminal.
struct CardStormTests {
    /// What befalls the payment; the customer pays in the second life by card or in cash.
    static let mishaps: [TerminalMishap] = [
        .nothing, .declined, .approvalLost, .completionLost, .doubled, .late, .paidAfterCancel,
        .silent, .deaf, .powerCutBefore, .powerCutAfter,
    ]

    /// How many lives there are at once: most of the time each waits for its terminal.
    private static let together = 24

    @Test(arguments: mishaps)
    func `a till that is killed at any step charges nobody twice and loses no payment`(
        _ mishap: TerminalMishap
    ) async throws {
        let whole = try await CardLife(mishap, cutAt: .max, isCash: false).live()
        try #require(whole > 20, "a life without steps shows nothing")
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (number, life) in Self.lives(whole, mishap).enumerated() {
                if number >= Self.together { _ = try await tasks.next() }
                tasks.addTask { _ = try await life.live() }
            }
            try await tasks.waitForAll()
        }
        print("MEASURED: \(mishap): killed at each of \(whole) steps, card and cash afterwards")
    }

    private static func lives(_ steps: Int, _ mishap: TerminalMishap) -> [CardLife] {
        (1...steps).flatMap { step in
            [false, true].map { CardLife(mishap, cutAt: step, isCash: $0) }
        }
    }

    typealias Proof = (vice: BadTill.Vice, why: String)

    // swift-format-ignore
    static let vices: [Proof] = [
        (.paysAgain,       "the customer paid before the power went"),
        (.forgets,         "the customer paid, and the till knows nothing of it"),
        (.believesSilence, "the customer did not pay"),
        (.takesCashToo,    "the customer has paid twice, by card and in cash"),
        (.booksTwice,      "an approval that came twice has paid for two sales"),
        (.keepsTheMoney,   "the customer paid a part, left, and has nothing for it"),
        (.endsOpen,        "nobody has written down how the payment ended"),
    ]

    @Test(arguments: vices)
    func `a till with a vice is found out by its books`(_ proof: Proof) async throws {
        let bench = try CardBench()
        let facts = try await BadTill(vice: proof.vice, bench: bench).sell()
        #expect(!CardBooks(bench.twin.account, facts).faults().isEmpty, "\(proof.why)")
    }

    @Test func `every vice is shown`() {
        #expect(Set(Self.vices.map(\.vice)) == Set(BadTill.Vice.allCases))
    }

    @Test func `a till without a vice is not found out`() async throws {
        let bench = try CardBench()
        let facts = try await BadTill(vice: nil, bench: bench).sell()
        #expect(CardBooks(bench.twin.account, facts).faults() == [])
    }
}
