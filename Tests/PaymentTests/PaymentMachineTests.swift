import HAL
import Testing

/// The machine alone: what follows from what, and what never happens.
struct PaymentMachineTests {
    static let amount = PaymentAmount(minorUnits: 1234, currency: 978)
    static let terminal = "29001612"

    static func mark(_ trace: Int) -> TransactionMark {
        TransactionMark(terminal: terminal, transaction: trace, slip: trace)
    }

    static func slip(_ trace: Int, _ minorUnits: Int64 = 1234) throws -> PaymentSlip {
        let amount = try #require(PaymentAmount(minorUnits: minorUnits, currency: 978))
        return PaymentSlip(amount: amount, mark: mark(trace))
    }

    static func intent(_ mark: TransactionMark = mark(16)) throws -> PaymentIntent {
        PaymentIntent(operation: "sale", attempt: 1, amount: try #require(amount), mark: mark)
    }

    static let refusal = PaymentRefusal(.card, "no")

    @Test func `a payment is written down before the terminal hears of it`() throws {
        let intent = try Self.intent()
        var machine = PaymentMachine()
        #expect(machine.handle(.intend(intent)) == .put(intent))
        #expect(machine.handle(.durable) == .authorize(intent))
        let slip = try Self.slip(17)
        #expect(machine.handle(.answered(.approved(slip))) == .settle(intent, .approved(slip)))
        #expect(machine.handle(.durable) == .report(.settled(.approved(slip))))
    }

    @Test func `what could not be written is not sent`() throws {
        var machine = PaymentMachine()
        _ = machine.handle(.intend(try Self.intent()))
        let report = machine.handle(.notDurable("full"))
        #expect(report == .report(.settled(.declined(PaymentRefusal(.notStarted, "full")))))
        #expect(machine.state == .idle)
    }

    @Test func `no order of events tells a terminal twice`() throws {
        let intent = try Self.intent()
        let slip = try Self.slip(17)
        let events: [PaymentMachine.Event] = [
            .durable, .notDurable("x"), .answered(.approved(slip)), .answered(.unknown("x")),
            .answered(.declined(Self.refusal)), .notBegun("x"), .told(.untold), .silent("x"),
            .told(.approved(slip)), .resume, .intend(intent), .find(intent),
        ]
        // Every path of up to six events from a payment that was sent.
        var start = PaymentMachine()
        _ = start.handle(.intend(intent))
        _ = start.handle(.durable)
        var seen: Set<PaymentMachine> = [start]
        var front = [start]
        for _ in 0..<6 {
            var next: [PaymentMachine] = []
            for machine in front {
                for event in events {
                    var after = machine
                    let action = after.handle(event)
                    if case .authorize = action { Issue.record("\(machine.state), \(event)") }
                    if seen.insert(after).inserted { next.append(after) }
                }
            }
            front = next
        }
        #expect(front.isEmpty, "every state was reached")
        #expect(seen.count >= 5)
    }

    typealias Row = (mark: TransactionMark, last: LastResult, word: Word, why: String)

    static func rows() throws -> [Row] {
        let other = TransactionMark(terminal: "99", transaction: 17, slip: 17)
        let foreign = PaymentSlip(amount: try intent().amount, mark: other)
        // swift-format-ignore
        let rows: [Row] = [
            (mark(16), .approved(try slip(17)),          .approved, "the next transaction, and the amount"),
            (mark(16), .declined(mark(17), refusal),     .declined, "the next transaction failed"),
            (mark(16), .approved(try slip(16)),          .declined, "the last one is still the last one"),
            (mark(16), .approved(try slip(17, 1235)),    .parked,   "another amount"),
            (mark(16), .approved(try slip(18)),          .parked,   "someone was there in between"),
            (mark(16), .approved(try slip(15)),          .parked,   "the terminal has lost its memory"),
            (mark(16), .approved(foreign),               .parked,   "another terminal"),
            (mark(16), .other(mark(17)),                 .parked,   "a reversal"),
            (mark(16), .untold,                          .parked,   "it does not tell"),
            (mark(16), .declined(.untold, refusal),      .parked,   "a failure without a number is anybody's"),
            (.untold,  .approved(try slip(17)),          .parked,   "without a mark nothing is certain"),
            (.untold,  .untold,                          .parked,   "nothing is known"),
            (mark(999_999), .approved(try slip(1)),      .approved, "the running number begins again at 1"),
            (mark(999_999), .approved(try slip(0)),      .approved, "or at 0"),
            (mark(999_998), .approved(try slip(0)),      .parked,   "two steps, over the end"),
        ]
        return rows
    }

    @Test func `only the transaction that follows the mark is ours`() throws {
        for row in try Self.rows() {
            var machine = PaymentMachine()
            #expect(machine.handle(.find(try Self.intent(row.mark))) == .askForLastResult)
            guard case .settle(_, let settlement) = machine.handle(.told(row.last)) else {
                Issue.record("\(row.why)")
                continue
            }
            #expect(PaymentStanding.settled(settlement).word == row.word, "\(row.why)")
        }
    }

    @Test func `an approval of an earlier payment is not believed`() throws {
        for slip in [try Self.slip(16), try Self.slip(15), try Self.slip(17, 1235)] {
            var machine = PaymentMachine()
            _ = machine.handle(.intend(try Self.intent()))
            _ = machine.handle(.durable)
            #expect(machine.handle(.answered(.approved(slip))) == .askForLastResult)
        }
    }

    @Test func `an outcome that could not be written is kept and written later`() throws {
        let intent = try Self.intent()
        var machine = PaymentMachine()
        _ = machine.handle(.intend(intent))
        _ = machine.handle(.durable)
        _ = machine.handle(.answered(.declined(Self.refusal)))
        let declined = PaymentSettlement.declined(Self.refusal)
        #expect(machine.handle(.notDurable("full")) == .report(.settled(declined)))
        #expect(machine.handle(.resume) == .settle(intent, declined))
        #expect(machine.handle(.durable) == .report(.settled(declined)))
    }

    @Test func `amounts that no terminal takes are none`() {
        for (minorUnits, currency) in [
            (0, 978), (-1, 978), (1_000_000_000_000, 978), (1, 0), (1, 1000),
        ] {
            #expect(PaymentAmount(minorUnits: Int64(minorUnits), currency: currency) == nil)
        }
    }
}
