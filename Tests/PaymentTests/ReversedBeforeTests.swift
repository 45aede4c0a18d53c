import Drivers
import HAL
import Testing
import Twins

/// "Already reversed" (result code B4h): what counts as the terminal's word, and what follows.
struct ReversedBeforeTests {
    typealias Row = (ending: ZVTDialogue.Ending, isEvidence: Bool, why: String)

    /// A Status-Information of these bytes.
    static func told(_ data: [UInt8]) -> StatusInformation { StatusInformation(data) }

    // 27 result, 04 amount, 49 currency, 87 slip, 29 terminal, 0B trace.
    // swift-format-ignore
    static let rows: [Row] = [
        (.refused(0xB4),                            true,  "84 B4 00"),
        (.refused(0xB5),                            false, "no such slip"),
        (.refused(0x83),                            false, "not possible"),
        (.aborted(0xB4, nil),                       true,  "06 1E 01 B4 alone"),
        (.aborted(0xB4, told([0x27, 0xB4])),        true,  "both say so"),
        (.aborted(nil, told([0x27, 0xB4])),         true,  "06 1E without a reason, after 04 0F"),
        (.aborted(0xB4, told([0x27, 0x05])),        false, "the two differ"),
        (.aborted(0x6C, told([0x27, 0xB4])),        false, "the two differ"),
        (.aborted(0xB4, told([0x27, 0x00])),        false, "approved and given up is unknown"),
        (.aborted(nil, nil),                        false, "no reason"),
        (.aborted(0xB4, told([0x87, 0x00, 0x41])),  true,  "our slip"),
        (.aborted(0xB4, told([0x87, 0x00, 0x42])),  false, "another slip"),
        (.aborted(0xB4, told([0x04, 0, 0, 0, 0, 0x12, 0x34])), true,  "our amount"),
        (.aborted(0xB4, told([0x04, 0, 0, 0, 0, 0x12, 0x35])), false, "another amount"),
        (.aborted(0xB4, told([0x49, 0x08, 0x40])),  false, "another currency"),
        (.aborted(0xB4, told([0x29, 0x29, 0, 0x16, 0x13])), false, "another terminal"),
        (.aborted(0xB4, told([0x0B, 0, 0, 0x99])),  true,  "the trace may be the reversal's own"),
        (.completed(told([0x27, 0xB4])),            true,  "06 0F after 04 0F"),
        (.completed(told([0x27, 0x00])),            false, "it was reversed now"),
        (.completed(told([])),                      false, "no result"),
        (.completed(nil),                           false, "no result"),
    ]

    @Test(arguments: rows)
    func `a terminal's word counts when nothing speaks against it`(_ row: Row) throws {
        let mark = TransactionMark(terminal: "29001612", transaction: 17, slip: 41)
        let slip = PaymentSlip(amount: try euros(1234), mark: mark)
        #expect(row.ending.wasReversedBefore(slip) == row.isEvidence, "\(row.why)")
    }

    private func sent(_ intent: PaymentIntent) -> PaymentMachine {
        var machine = PaymentMachine()
        _ = machine.handle(.intend(intent))
        _ = machine.handle(.durable)
        return machine
    }

    @Test func `money that went back before has gone back`() throws {
        let slip = try PaymentMachineTests.slip(17)
        let intent = PaymentIntent(
            .reversal(of: slip),
            operation: "sale R",
            attempt: 2,
            amount: slip.amount,
            mark: PaymentMachineTests.mark(18)
        )
        var machine = sent(intent)
        let done = PaymentSettlement.approved(PaymentSlip(amount: slip.amount, mark: .untold))
        #expect(machine.handle(.answered(.alreadyReversed("slip 17"))) == .settle(intent, done))
    }

    @Test func `a payment that is said to be reversed is a doubt`() throws {
        var machine = sent(try PaymentMachineTests.intent())
        #expect(machine.handle(.answered(.alreadyReversed("slip 17"))) == .askForLastResult)
    }

    @Test(arguments: ZVTTerminalTests.ways)
    func `a slip that was reversed at the keys is known to be reversed`(
        _ way: ZVTTerminalTests.Way
    ) async throws {
        let twin = PaymentTerminalTwin(way.framing, seed: 5)
        try await withTerminal(twin, way.framing, over: way.cable, seed: 5) { terminal in
            let log = MemoryIntentLog()
            let desk = PaymentDesk(terminal, log)
            let paid = await desk.pay(try euros(1234), operation: "sale", by: soon)
            guard case .settled(.approved(let slip)) = paid else {
                Issue.record("\(paid)")
                return
            }
            #expect(twin.reverseAtKeys(receipt: try #require(slip.mark.slip)))
            let back = await desk.reverse(slip, operation: "sale R", by: soon)
            #expect(back.word == .approved && twin.account.total == 0)
            // Asked again it is answered from the log.
            let again = await desk.reverse(slip, operation: "sale R", by: soon)
            #expect(again == back && log.all.count == 2)
        }
    }
}
