package import Boards
import HAL
package import Twins

/// A payment terminal that is pulled while a customer pays, under the desk that a till has.
///
/// What came of it is asked for when the terminal is back, and nobody pays twice.
package struct PaymentTerminalSubject: ReplugSubject {
    private let terminal = PaymentTerminalTwin(.serial, patience: .milliseconds(150))
    private let log = MemoryIntentLog()
    private let payment = CallUnderWay<PaymentStanding>()

    /// A terminal that has had a customer before.
    package init() {}

    package var twin: any Twin { terminal }
    package func entry(on channel: String) -> String {
        """
        payment-terminal:
          driver: zvt-terminal
          channel: \(channel)
          currency: 978
          answer-ms: 300
          timeout-ms: 5000
        """
    }

    package func begin(_ round: Int, _ devices: Devices) async throws {
        let desk = PaymentDesk(terminal: try devices.payment.here(), log: log)
        let amount = try Self.amount(round)
        // On a machine that is slow just then an answer may miss its time: the till asks again.
        try await bring(about: "customer") {
            terminal.hasCustomer
        } by: {
            guard await payment.isOver else { return }
            if !terminal.hasPlans { terminal.plan([.late]) }
            await payment.begin {
                await desk.pay(amount, operation: "\(round)", by: .now + .seconds(5))
            }
        }
        await dawdle(round)
    }

    package func end(_ round: Int, _ devices: Devices) async throws {
        if case .settled(.approved) = try await payment.end().get() {
            throw Wrong("a payment that nobody made is approved")
        }
        let device = try devices.payment.here()
        try await leaves { deadline throws(DeviceError) in
            try await device.checkHealth(by: deadline)
        }
        // The bank answers the terminal, which the till no longer hears.
        terminal.release()
    }

    package func prove(_ round: Int, _ devices: Devices) async throws {
        let desk = PaymentDesk(terminal: try devices.payment.here(), log: log)
        let amount = try Self.amount(round)
        try await settle { deadline throws(DeviceError) in
            let standing = await desk.pay(amount, operation: "\(round)", by: deadline)
            guard case .settled(.approved) = standing else {
                throw DeviceError(.failure, "the payment is \(standing)")
            }
        }
        let count = terminal.account.count(of: amount.minorUnits)
        try must(count == 1, "the customer paid \(count) times")
    }

    /// A terminal that nobody answers takes a payment back by itself, and then it is made anew.
    package func check(_ rounds: Int) throws {
        let count = terminal.account.charges.count { !$0.isReversed }
        try must(count == rounds, "\(count) charges in \(rounds) rounds")
    }

    private static func amount(_ round: Int) throws -> PaymentAmount {
        try PaymentAmount(minorUnits: Int64(1_000 + round), currency: 978).here()
    }
}
