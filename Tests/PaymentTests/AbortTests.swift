import Drivers
import HAL
import Supervision
import Testing
import Twins

/// An abort overtakes the payment that it is meant for, through driver and keeper.
struct AbortTests {
    /// Whether a customer who stands at the terminal can be sent away.
    private func isStopped(
        _ terminal: any PaymentTerminal,
        _ twin: PaymentTerminalTwin
    ) async throws -> Bool {
        twin.plan([.cancelled])
        let amount = try euros(1234)
        let payment = Task { try await terminal.authorizeSales(amount, by: .now + .seconds(60)) }
        guard await isSoon({ twin.hasCustomer }) else { return false }
        try? await terminal.abort(by: .now + .milliseconds(300))
        let end: Deadline = .now + .seconds(1)
        _ = await isSoon { !twin.hasCustomer || end < .now }
        // Whoever still stands there pays.
        twin.release()
        guard case .declined(let refusal) = try await payment.value else { return false }
        return refusal.kind == .cancelled && twin.account.charges.isEmpty
    }

    private func withSlowTerminal<Result: Sendable>(
        _ way: ZVTTerminalTests.Way,
        _ body: (ZVTTerminal, PaymentTerminalTwin) async throws -> Result
    ) async throws -> Result {
        let twin = PaymentTerminalTwin(way.framing)
        let timers = ZVTTimers(answer: .milliseconds(500), customer: .seconds(60))
        return try await withTerminal(twin, way.framing, over: way.cable, timers: timers) {
            try await body($0, twin)
        }
    }

    @Test(arguments: ZVTTerminalTests.ways)
    func `a customer at a kept terminal is sent away at once`(
        _ way: ZVTTerminalTests.Way
    ) async throws {
        try await withSlowTerminal(way) { terminal, twin in
            let keeper = Keeper<any PaymentTerminal>(pace: nil) { Opened(terminal) }
            await keeper.start()
            let isSentAway = try await isStopped(KeptPaymentTerminal(keeper), twin)
            #expect(isSentAway)
        }
    }

    @Test func `a terminal whose abort waits for its turn is found out`() async throws {
        try await withSlowTerminal((.network, .memory)) { terminal, twin in
            let isSentAway = try await isStopped(QueueingTerminal(terminal), twin)
            #expect(!isSentAway)
        }
    }

    /// A terminal that hears one word after another.
    private actor QueueingTerminal: PaymentTerminal {
        private let inner: any PaymentTerminal
        private var last: Task<Void, Never>?

        init(_ inner: any PaymentTerminal) { self.inner = inner }

        func authorizeSales(
            _ amount: PaymentAmount,
            by deadline: Deadline
        ) async throws(DeviceError) -> PaymentOutcome {
            let inner = inner
            let call = Task { () -> Result<PaymentOutcome, DeviceError> in
                do throws(DeviceError) {
                    return .success(try await inner.authorizeSales(amount, by: deadline))
                } catch {
                    return .failure(error)
                }
            }
            last = Task { _ = await call.value }
            return try await call.value.get()
        }

        func abort(by deadline: Deadline) async throws(DeviceError) {
            let (inner, last) = (inner, last)
            Task {
                await last?.value
                try? await inner.abort(by: deadline)
            }
        }

        func register(by deadline: Deadline) async throws(DeviceError) {}
        func checkHealth(by deadline: Deadline) async throws(DeviceError) {}
        func endOfDay(by deadline: Deadline) async throws(DeviceError) {}

        func authorizeVoid(
            _ slip: PaymentSlip,
            by deadline: Deadline
        ) async throws(DeviceError) -> PaymentOutcome {
            .unknown("never asked")
        }

        func lastResult(by deadline: Deadline) async throws(DeviceError) -> LastResult { .untold }
    }

    @Test func `06 B0 leaves once the terminal has the payment, and never without one`()
        async throws
    {
        let (near, far) = MemoryChannel.pair()
        let terminal = ZVTTerminal(channel: near, framing: .network, currency: 978)
        try await terminal.abort(by: soon)
        let amount = try euros(1234)
        // The line is silent for five seconds first, and five before the end the driver gives up.
        let late: Deadline = .now + .seconds(60)
        let payment = Task { try await terminal.authorizeSales(amount, by: late) }
        let command = ZVTCommand.authorisation(minorUnits: 1234, currency: 978).bytes
        #expect(try await far.read(exactly: command.count, by: soon) == command, "no 06 B0 before")

        try await terminal.abort(by: soon)
        try await far.write([0x84, 0x9C, 0x00], by: soon)
        try await far.write([0x80, 0x00, 0x00], by: soon)
        #expect(try await far.read(exactly: 3, by: soon) == [0x06, 0xB0, 0x00])

        try await far.write([0x80, 0x00, 0x00, 0x06, 0x1E, 0x01, 0x6C], by: soon)
        guard case .declined(let refusal) = try await payment.value else {
            Issue.record("given up is not declined")
            return
        }
        #expect(refusal.kind == .cancelled)
        #expect(try await far.read(exactly: 3, by: soon) == [0x80, 0x00, 0x00], "and once only")
        near.unplug()
    }
}
