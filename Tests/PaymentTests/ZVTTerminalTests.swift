import Drivers
import HAL
import Testing
import Twins

/// What the contract of a payment terminal promises, over every framing and cable.
struct ZVTTerminalTests {
    typealias Way = (framing: ZVTFraming, cable: CableKind)

    static let ways: [Way] = ZVTFraming.allCases.flatMap { framing in
        CableKind.allCases.map { (framing, $0) }
    }

    @Test(arguments: ways)
    func `a day at the counter goes as the contract says`(_ way: Way) async throws {
        let twin = PaymentTerminalTwin(way.framing, seed: 3, patience: .seconds(5))
        let timers = ZVTTimers()
        try await withTerminal(twin, way.framing, over: way.cable, seed: 3, timers: timers) {
            terminal in
            try await terminal.register(by: soon)
            try await terminal.checkHealth(by: soon)
            let before = try await terminal.lastResult(by: soon).mark
            #expect(before.isTold)

            let outcome = try await terminal.authorizeSales(try euros(1010), by: soon)
            guard case .approved(let slip) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(slip.amount == (try euros(1010)))
            #expect(slip.mark.follows(before))
            #expect(slip.card != nil && slip.approvalCode != nil)
            #expect(twin.account.count(of: 1010) == 1)
            #expect(try await terminal.lastResult(by: soon) == .approved(slip))

            twin.plan([.declined])
            let refused = try await terminal.authorizeSales(try euros(1020), by: soon)
            guard case .declined(let refusal) = refused else {
                Issue.record("\(refused)")
                return
            }
            #expect(refusal.kind == .card)

            let void = try await terminal.authorizeVoid(slip, by: soon)
            guard case .approved = void else {
                Issue.record("\(void)")
                return
            }
            #expect(twin.account.total == 0)
            guard case .other(let mark) = try await terminal.lastResult(by: soon) else {
                Issue.record("a reversal is no payment")
                return
            }
            #expect(mark.follows(slip.mark))
            let twice = try await terminal.authorizeVoid(slip, by: soon)
            guard case .alreadyReversed = twice else {
                Issue.record("\(twice)")
                return
            }
            try await terminal.endOfDay(by: soon)
            #expect(try await terminal.lastResult(by: soon) == .untold)
        }
    }

    @Test(arguments: ZVTFraming.allCases)
    func `a terminal at work is busy and is not disturbed`(_ framing: ZVTFraming) async throws {
        let twin = PaymentTerminalTwin(framing)
        twin.plan([.late])
        try await withTerminal(twin, framing) { terminal in
            let outcome = try await terminal.authorizeSales(try euros(1234), by: aCustomer)
            guard case .unknown = outcome else {
                Issue.record("\(outcome)")
                return
            }
            let error = await #expect(throws: DeviceError.self) {
                try await terminal.lastResult(by: soon)
            }
            #expect(error?.kind == .busy)
            #expect(twin.account.charges.isEmpty)
        }
    }

    @Test func `a cable that is pulled leaves a payment unknown`() async throws {
        let (near, far) = MemoryChannel.pair()
        let terminal = ZVTTerminal(
            channel: near,
            framing: .network,
            currency: 978,
            timers: quickTimers
        )
        let script = Task {
            _ = try await far.read(upTo: 64, by: soon)
            try await far.write([0x80, 0x00, 0x00, 0x04, 0xFF, 0x01, 0x0A], by: soon)
            _ = try await far.read(exactly: 3, by: soon)
            far.unplug()
        }
        let outcome = try await terminal.authorizeSales(try euros(1234), by: soon)
        try await script.value
        guard case .unknown(let detail) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(detail.contains("06 01 of 10 bytes"))
    }

    typealias Lateness = (answer: Duration, late: Duration, trace: Int, why: String)

    // swift-format-ignore
    static let lateness: [Lateness] = [
        (.milliseconds(500), .milliseconds(50), 20, "the line is silent before the next question"),
        (.milliseconds(40),  .seconds(5),       19, "a T3 shorter than the terminal's: heard wrong"),
    ]

    @Test(arguments: lateness)
    func `an answer that comes late is not the next command's`(_ row: Lateness) async throws {
        let (near, far) = MemoryChannel.pair()
        let timers = ZVTTimers(byte: .milliseconds(10), answer: row.answer)
        let terminal = ZVTTerminal(
            channel: near,
            framing: .network,
            currency: 978,
            timers: timers
        )
        let question = ZVTCommand.repeatReceipt(password: [0, 0, 0]).bytes
        let script = Task {
            _ = try await far.read(exactly: question.count, by: soon)
            // As late as it may be, or until the till asks again.
            let again = try? await far.read(exactly: question.count, by: .now + row.late)
            try await tell(19, over: far)
            // The till answers what it does not believe, and asks then.
            if again == nil { _ = try await far.read(exactly: 6 + question.count, by: soon) }
            try await tell(20, over: far)
        }
        let impatience: Deadline = .now + timers.answer * 21 / 20 + .milliseconds(20)
        await #expect(throws: DeviceError.self) { try await terminal.lastResult(by: impatience) }
        #expect(try await terminal.lastResult(by: soon).mark.transaction == row.trace)
        far.unplug()
        _ = await script.result
    }

    /// A terminal's whole answer about its transaction `trace`; it needs no answers of the till.
    private func tell(_ trace: UInt8, over far: MemoryChannel) async throws {
        let told: [UInt8] = [0x27, 0x00, 0x0B, 0x00, 0x00, trace / 10 * 16 + trace % 10]
        let status = [0x04, 0x0F, UInt8(told.count)] + told
        try await far.write([0x80, 0x00, 0x00] + status + [0x06, 0x0F, 0x00], by: soon)
    }

    @Test func `a payment is written once, however silent the terminal is`() async throws {
        let (near, far) = MemoryChannel.pair()
        let timers = ZVTTimers(answer: .milliseconds(20))
        let terminal = ZVTTerminal(
            channel: near,
            framing: .serial,
            currency: 978,
            timers: timers
        )
        let outcome = try await terminal.authorizeSales(try euros(1234), by: soon)
        guard case .unknown = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let sent = try await far.read(upTo: 4096, by: soon)
        let frame = SerialFrame.encode(
            ZVTCommand.authorisation(minorUnits: 1234, currency: 978).bytes
        )
        #expect(sent == frame)
    }

    @Test func `no word of the driver holds a card's number`() async throws {
        let twin = PaymentTerminalTwin(.serial)
        try await withTerminal(twin, .serial) { terminal in
            let outcome = try await terminal.authorizeSales(try euros(1234), by: soon)
            let last = try await terminal.lastResult(by: soon)
            var words = "\(outcome) \(String(reflecting: outcome)) \(last)"
            dump(outcome, to: &words)
            dump(last, to: &words)
            // The twin tells the whole number, which begins with these digits.
            #expect(!words.contains("599900"))
            #expect(words.contains("card ****") || words.contains("lastFour"))
        }
        let message = APDU(
            0x04,
            0x0F,
            [0x22, 0xF0, 0xF8, 0x59, 0x99, 0, 0, 0x01, 0x23, 0x45, 0x67]
        )
        var words = "\(message) \(String(reflecting: message))"
        dump(message, to: &words)
        #expect(!words.contains("89") && !words.contains("59"), "not in decimal, not in hex")
    }
}
