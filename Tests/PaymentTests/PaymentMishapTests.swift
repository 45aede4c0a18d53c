import Drivers
import HAL
import TestSupport
import Testing
import Twins

/// Everything that befalls a payment: the till ends up knowing, or a person is asked.
struct PaymentMishapTests {
    typealias Row = (
        mishap: TerminalMishap, first: [Word], last: Word, why: String
    )

    // swift-format-ignore
    static let rows: [Row] = [
        (.nothing,         [.approved],           .approved, "all well"),
        (.declined,        [.declined],           .declined, "the bank says no"),
        (.refused,         [.declined],           .declined, "the terminal does not begin"),
        (.approvalLost,    [.approved],           .approved, "the last result tells: Portalum.Zvt#59 cannot happen"),
        (.completionLost,  [.approved],           .approved, "an approval is not stored before Completion: asked again"),
        (.late,            [.inDoubt],            .approved, "the bank answers when the till has long given up"),
        (.paidAfterCancel, [.approved],           .approved, "the till gave up too late, and hears so"),
        (.cancelled,       [.declined],           .declined, "the till gave up, and nobody paid"),
        (.doubled,         [.approved],           .approved, "every message twice is one payment"),
        (.moreTime,        [.approved],           .approved, "84 9C 00 is no answer yet"),
        (.silent,          [.declined],           .declined, "the terminal did nothing since"),
        (.powerCutBefore,  [.inDoubt],            .declined, "dark; back again, it did nothing since"),
        (.powerCutAfter,   [.inDoubt],            .approved, "dark; back again, it has the payment"),
        (.deaf,            [.inDoubt, .declined], .declined, "heard approved, and reversed by the terminal"),
        (.refusedOnce,     [.approved],           .approved, "a frame not taken is sent again"),
        (.garbage,         [.approved, .inDoubt], .approved, "noise between frames is passed over"),
        (.torn,            [.approved],           .approved, "a torn approval is asked for again"),
    ]

    @Test(arguments: rows, ZVTFraming.allCases)
    func `a till ends up knowing what its terminal did`(
        _ row: Row,
        _ framing: ZVTFraming
    ) async throws {
        try await eachSeed { seed in
            let what = "\(row.mishap), \(framing), seed \(seed)"
            let twin = PaymentTerminalTwin(framing, seed: seed)
            if seed % 3 == 1 { twin.faults.set(.splitAnswers) }
            let kind: CableKind = seed % 3 == 2 ? .hostile : .memory
            try await withTerminal(twin, framing, over: kind, seed: seed) { terminal in
                let log = MemoryIntentLog()
                let desk = PaymentDesk(terminal, log)
                twin.plan([row.mishap])
                let first = await desk.pay(try euros(1234), operation: "sale", by: aCustomer)
                #expect(row.first.contains(first.word), "\(what): \(first)")
                twin.release()
                twin.switchOn()
                #expect(await desk.settleAll(), "\(what)")
                let last = log.all.last?.settlement.map(PaymentStanding.settled)
                #expect(last?.word == row.last, "\(what): \(String(describing: last))")
                expectBooks(["sale": 1234], twin, log, what)
                // The cashier presses the key once more: paid stays paid, unpaid is paid now.
                let again = await desk.pay(try euros(1234), operation: "sale", by: soon)
                #expect(again.word == .approved, "\(what): \(again)")
                expectBooks(["sale": 1234], twin, log, what)
            }
        }
    }

    @Test func `a payment that was not taken three times has not begun`() async throws {
        let twin = PaymentTerminalTwin(.serial)
        twin.plan([.refusedThrice])
        try await withTerminal(twin, .serial) { terminal in
            let log = MemoryIntentLog()
            let standing = await PaymentDesk(terminal, log)
                .pay(try euros(1234), operation: "sale", by: soon)
            guard case .settled(.declined(let refusal)) = standing else {
                Issue.record("\(standing)")
                return
            }
            #expect(refusal.kind == .notStarted)
            expectBooks(["sale": 1234], twin, log, "refused three times")
        }
    }

    @Test(arguments: ZVTFraming.allCases)
    func `a terminal that told nothing before leaves a doubt to a person`(
        _ framing: ZVTFraming
    ) async throws {
        let twin = PaymentTerminalTwin(framing, remembers: false)
        twin.plan([.approvalLost])
        try await withTerminal(twin, framing) { terminal in
            let log = MemoryIntentLog()
            let desk = PaymentDesk(terminal, log)
            let first = await desk.pay(try euros(1234), operation: "sale", by: aCustomer)
            #expect(first.word == .parked)
            expectBooks(["sale": 1234], twin, log, "parked")
            let again = await desk.pay(try euros(1234), operation: "sale", by: soon)
            #expect(again.word == .parked, "a parked payment is not tried again")
            #expect(twin.account.charges.count == 1)

            let slip = PaymentSlip(amount: try euros(1234), mark: .untold)
            #expect(try await desk.resolve("sale", as: .approved(slip)))
            let resolved = await desk.pay(try euros(1234), operation: "sale", by: soon)
            #expect(resolved.word == .approved)
            #expect(try await !desk.resolve("sale", as: .approved(slip)), "no longer parked")
        }
    }

    @Test func `two payments open at once are left to a person`() async throws {
        let twin = PaymentTerminalTwin(.network)
        try await withTerminal(twin, .network) { terminal in
            let log = MemoryIntentLog()
            let mark = try await terminal.lastResult(by: soon).mark
            for operation in ["one", "two"] {
                let amount = try euros(1234)
                try await log.put(
                    PaymentIntent(operation: operation, attempt: 1, amount: amount, mark: mark)
                )
            }
            #expect(await PaymentDesk(terminal, log).settleAll())
            let words = log.all.map { $0.settlement.map(PaymentStanding.settled)?.word }
            #expect(words == [.parked, .parked])
        }
    }

    @Test func `while one payment is in doubt no other one begins`() async throws {
        let twin = PaymentTerminalTwin(.network)
        twin.plan([.powerCutAfter])
        try await withTerminal(twin, .network) { terminal in
            let log = MemoryIntentLog()
            let desk = PaymentDesk(terminal, log)
            let first = await desk.pay(try euros(1001), operation: "one", by: aCustomer)
            #expect(first.word == .inDoubt)
            let second = await desk.pay(try euros(1002), operation: "two", by: aCustomer)
            #expect(second.word == .declined)
            #expect(log.all.count == 1)
            twin.switchOn()
            let third = await desk.pay(try euros(1002), operation: "two", by: soon)
            #expect(third.word == .approved)
            expectBooks(["one": 1001, "two": 1002], twin, log, "after the power cut")
        }
    }

    typealias Proof = (vice: BadDesk.Vice, mishaps: [TerminalMishap], why: String)

    // swift-format-ignore
    static let vices: [Proof] = [
        (.retriesBlindly,      [.approvalLost],     "the customer pays once more"),
        (.takesSilenceForNo,   [.approvalLost],     "the customer paid"),
        (.takesSilenceForYes,  [.powerCutBefore],   "the customer did not pay"),
        (.writesAfterwards,    [.nothing],          "the power fails before it is written"),
        (.trustsAnyLastResult, [.nothing, .silent], "the last result is of the sale before"),
    ]

    @Test(arguments: vices)
    func `a desk with a vice is found out by its books`(_ proof: Proof) async throws {
        let twin = PaymentTerminalTwin(.network)
        twin.plan(proof.mishaps)
        try await withTerminal(twin, .network) { terminal in
            let log = MemoryIntentLog()
            var sales: [String: Int64] = [:]
            for index in proof.mishaps.indices {
                let lastStep = proof.vice == .writesAfterwards ? 1 : Int.max
                let hostile = HostileIntentLog(log, seed: 2, lastStep: lastStep)
                let desk = BadDesk(vice: proof.vice, terminal: terminal, log: hostile)
                // Both sales cost the same where that is the trap.
                let amount: Int64 = proof.vice == .trustsAnyLastResult ? 500 : 500 + Int64(index)
                try? await desk.pay(try euros(amount), operation: "sale \(index)", by: aCustomer)
                sales["sale \(index)"] = amount
            }
            let books = PaymentBooks(sales: sales, account: twin.account, entries: log.all)
            #expect(!books.faults().isEmpty, "\(proof.why)")
        }
    }
}

/// Runs `body` for each seed, all at once: most of the time they wait.
func eachSeed(
    _ count: UInt64 = 6,
    _ body: @escaping @Sendable (UInt64) async throws -> Void
) async throws {
    try await withThrowingTaskGroup { tasks in
        for seed in Dice.seeds(count) { tasks.addTask { try await body(seed) } }
        try await tasks.waitForAll()
    }
}

func expectBooks(
    _ sales: [String: Int64],
    _ twin: PaymentTerminalTwin,
    _ log: MemoryIntentLog,
    _ what: String
) {
    let books = PaymentBooks(sales: sales, account: twin.account, entries: log.all)
    #expect(books.faults() == [], "\(what)")
}
