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
    /// One sale by card in a life of `last` steps, and a second life that brings it to its end.
    ///
    /// It returns how many steps the first life made.
    private func cut(at last: Int, _ mishap: TerminalMishap, isCash: Bool) async throws -> Int {
        let what = "\(mishap), cut at step \(last), \(isCash ? "cash" : "card") afterwards"
        let bench = try CardBench(seed: UInt64(last))
        bench.twin.plan([mishap])
        let power = Power(last: last)
        try await firstLife(bench, power)
        bench.twin.release()
        bench.twin.switchOn()

        let till = try await bench.openTill()
        // The customer is still there, and the cashier does what the till says.
        if isCash { await payInCash(till) }
        #expect(await till.reconcileAll(), "\(what)")
        for _ in 0..<4 {
            guard try await till.status().sales == 0 else { break }
            _ = await till.perform(.resume)
            if await till.basket == nil { _ = await till.perform(.ring(tea(1234))) }
            _ = await till.payByCard()
            bench.twin.release()
            bench.twin.switchOn()
            #expect(await till.reconcileAll(), "\(what)")
        }
        #expect(try await till.status().sales == 1, "\(what)")
        #expect(try await till.status().card.alarms == 0, "\(what)")
        let books = CardBooks(bench.twin.account, try await bench.facts())
        #expect(books.faults() == [], "\(what)")
        #expect(bench.twin.account.total == 0 || bench.twin.account.total == 1234, "\(what)")
        await till.shutDown()
        return power.count
    }

    private func firstLife(_ bench: CardBench, _ power: Power) async throws {
        guard let journal = try? bench.journal(power) else { return }
        if let till = try? await bench.till(journal, bench.terminal(power)) {
            _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234))])
            _ = await till.payByCard()
        }
        journal.abandon()
    }

    /// Cash for whatever sale is there, whether the terminal has answered or not.
    private func payInCash(_ till: Till) async {
        if await till.basket == nil { _ = await till.perform(.resume) }
        _ = await till.perform(.tenderExact(.cash))
        if (try? await till.status().sales) == 0, await till.basket == nil {
            _ = await till.perform([.ring(tea(1234)), .tenderExact(.cash)])
        }
    }

    /// Not all of its lives pass yet: a terminal may go dark after the bench has switched it on,
    /// and a till cut at its first words with it does not always sell in the tries it has.
    @Test(
        .disabled("some lives end without the sale; the bench or the till is wrong"),
        arguments: [
            TerminalMishap.nothing, .declined, .approvalLost, .completionLost, .powerCutAfter,
        ]
    )
    func `a till that is killed at any step charges nobody twice and loses no payment`(
        _ mishap: TerminalMishap
    ) async throws {
        let whole = try await cut(at: Int.max - 1, mishap, isCash: false)
        try #require(whole > 20, "a life without steps shows nothing")
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            var running = 0
            for step in 1...whole {
                for isCash in [false, true] {
                    if running >= 16 { _ = try await tasks.next() }
                    running += 1
                    tasks.addTask { _ = try await cut(at: step, mishap, isCash: isCash) }
                }
            }
            try await tasks.waitForAll()
        }
        print("MEASURED: \(mishap): killed at each of \(whole) steps, twice")
    }

    typealias Proof = (vice: BadTill.Vice, why: String)

    // swift-format-ignore
    static let vices: [Proof] = [
        (.paysAgain,       "the customer paid before the power went"),
        (.forgets,         "the customer paid, and the till knows nothing of it"),
        (.believesSilence, "the customer did not pay"),
        (.takesCashToo,    "the customer has paid twice, by card and in cash"),
    ]

    @Test(arguments: vices)
    func `a till with a vice is found out by its books`(_ proof: Proof) async throws {
        let bench = try CardBench()
        let facts = try await BadTill(vice: proof.vice, bench: bench).sell()
        #expect(!CardBooks(bench.twin.account, facts).faults().isEmpty, "\(proof.why)")
    }

    @Test func `a till without a vice is not found out`() async throws {
        let bench = try CardBench()
        let facts = try await BadTill(vice: nil, bench: bench).sell()
        #expect(CardBooks(bench.twin.account, facts).faults() == [])
    }
}
