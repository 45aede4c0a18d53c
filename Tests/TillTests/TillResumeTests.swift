import Journal
import Records
import Retail
import SampleTrade
import TestSupport
import Testing
import Till

/// A till whose power goes: the machine that comes back is the one that went.
struct TillResumeTests {
    /// A machine and the journal behind it, of which only the journal survives.
    private struct Life {
        let bench: TestBench
        var machine = MachineBench()
        var journal: TillJournal

        init() throws {
            bench = try TestBench()
            journal = try bench.journal()
            machine.machine.go(by: CouponTests.book)
        }

        mutating func take(_ event: TillEvent) async throws {
            let facts = machine.handle(event).facts
            guard !facts.isEmpty else { return }
            try await journal.append(
                facts.map { fact in
                    JournalDraft(
                        fact.fact,
                        operation: fact.operation,
                        wallMilliseconds: 1,
                        monotonicNanoseconds: 1
                    )
                }
            )
        }

        /// The machine that a new start makes of the journal.
        mutating func resumed() async throws -> TillMachine {
            journal.abandon()
            journal = try bench.journal()
            let resumed = try await journal.resume()
            var machine = TillMachine(
                place: TestBench.place,
                programme: .r1,
                coupons: CouponTests.book
            )
            machine.restore(
                lastReceipt: resumed.lastReceipt,
                sales: resumed.openSales.map { ($0.sale, $0.events, $0.payment) }
            )
            return machine
        }
    }

    /// What differs between the machine that went and the one that came back.
    private func differences(_ before: TillMachine, _ after: TillMachine) -> [String] {
        var differences: [String] = []
        var counter = after.current
        if case .tendering(paid: .zero) = before.current?.machine.phase {
            // The cashier asks for the total once more: that was no fact.
            _ = counter?.machine.handle(.total)
        }
        let went = before.isCounterTaken ? before.current : nil
        if counter != went { differences.append("the counter") }
        if after.parked != before.parked { differences.append("the parked baskets") }
        if after.lastReceipt != before.lastReceipt { differences.append("the receipt's number") }
        return differences
    }

    @Test func `a cut after any event of a morning leaves the till where it was`() async throws {
        let morning = """
            day ring ring void1 member suspend member ring total card:40 cash:100 resume ring \
            suspend ring void resume ring total ring total cash:20 cash:20 cash:500 free total \
            ring coupon:SAVE20 ring void1 suspend resume total cash:30 cash:50 tomorrow ring exact
            """
        var life = try Life()
        for (index, event) in events(morning).enumerated() {
            try await life.take(event)
            let after = try await life.resumed()
            #expect(differences(life.machine.machine, after) == [], "event \(index): \(event)")
        }
        #expect(life.machine.machine.lastReceipt?.number == 1)
    }

    private static let words = [
        "ring", "ring", "ring", "free", "void1", "void9", "member", "total", "cash:40", "cash:500",
        "card:40", "exact", "suspend", "resume", "void", "tomorrow", "coupon:SAVE20", "coupon:FREE",
    ]

    @Test(arguments: Dice.seeds(12))
    func `a cut at any time in any morning leaves the till where it was`(
        _ seed: UInt64
    ) async throws {
        var dice = Dice(seed: seed)
        var life = try Life()
        try await life.take(event("day"))
        for _ in 0..<60 {
            let word = try #require(Self.words.randomElement(using: &dice))
            try await life.take(event(word))
            guard Int.random(in: 0..<4, using: &dice) == 0 else { continue }
            let after = try await life.resumed()
            #expect(
                differences(life.machine.machine, after) == [],
                "SUANPAN_SEED=\(seed), after \(word)"
            )
        }
    }

    @Test func `a till that forgets a tender, a line, a coupon or its basket is noticed`() throws {
        let went = MachineBench("day ring ring suspend ring total cash:40").machine
        // swift-format-ignore
        let bad = [
            "day ring ring suspend ring total",
            "day ring suspend ring total cash:40",
            "day ring ring suspend",
            "day ring total cash:40",
            "tomorrow ring ring suspend ring total cash:40",
        ]
        #expect(differences(went, went) == [])
        for notation in bad {
            #expect(differences(went, MachineBench(notation).machine) != [], "\(notation)")
        }
        let couponed = CouponTests.machine("day ring coupon:SAVE20").machine
        let forgetful = CouponTests.machine("day ring").machine
        #expect(differences(couponed, forgetful) != [], "a coupon")
    }

    @Test func `a start states itself, and says what it found`() async throws {
        let bench = try TestBench()
        var journal = try bench.journal()
        var till = try await bench.till(journal)
        #expect(till.resumed.wasShutDownCleanly)
        _ = await till.perform(events("day ring exact ring ring"))
        await till.settle()
        let nonce = till.bootNonce
        journal.abandon()

        journal = try bench.journal()
        till = try await bench.till(journal)
        #expect(!till.resumed.wasShutDownCleanly)
        #expect(till.bootNonce != nonce)
        #expect(await till.basket?.lines.count == 2)
        #expect(word(await till.perform(.tenderExact(.cash))) == "#2 2.00 0.00")
        await till.settle()
        await till.shutDown()

        journal = try bench.journal()
        #expect(try await journal.resume().wasShutDownCleanly)
        #expect(try await journal.verify().fault == nil)
    }
}
