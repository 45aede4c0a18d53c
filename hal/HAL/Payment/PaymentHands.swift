/// Carries out what a payment machine says, and turns what came of it into the machine's events.
struct PaymentHands: Sendable {
    let terminal: any PaymentTerminal
    let log: any PaymentIntentLog

    func put(_ intent: PaymentIntent) async -> PaymentMachine.Event {
        do throws(PaymentLogError) {
            try await log.put(intent)
            return .durable
        } catch {
            return .notDurable("the payment log: \(error.detail)")
        }
    }

    func settle(
        _ intent: PaymentIntent,
        as settlement: PaymentSettlement
    ) async -> PaymentMachine.Event {
        do throws(PaymentLogError) {
            try await log.settle(intent, as: settlement)
            return .durable
        } catch {
            return .notDurable("the payment log: \(error.detail)")
        }
    }

    func authorize(
        _ intent: PaymentIntent,
        by deadline: Deadline,
        unless isUnwanted: @Sendable () async -> Bool
    ) async -> PaymentMachine.Event {
        if await isUnwanted() {
            return .answered(.declined(PaymentRefusal(.cancelled, "the terminal was not asked")))
        }
        do throws(DeviceError) {
            switch intent.purpose {
            case .charge:
                return .answered(try await terminal.authorizeSales(intent.amount, by: deadline))
            case .reversal(let slip):
                return .answered(try await terminal.authorizeVoid(slip, by: deadline))
            }
        } catch {
            return error.mayHaveRun
                ? .answered(.unknown(error.description)) : .notBegun(error.description)
        }
    }

    func ask(by deadline: Deadline) async -> PaymentMachine.Event {
        do throws(DeviceError) {
            return .told(try await terminal.lastResult(by: deadline))
        } catch {
            return .silent("the terminal: \(error)")
        }
    }
}
