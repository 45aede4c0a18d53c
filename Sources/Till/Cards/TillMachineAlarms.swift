internal import Records
internal import Retail

/// How a till knows of payments that a person has to settle, and hears that one has.
extension TillMachine {
    /// Takes what the payments' records say now.
    mutating func find(_ alarms: [PaymentAlarm]) -> Decision {
        self.alarms = alarms
        return Decision(answer: .done)
    }

    /// A person has settled `amount` with its customer; the alarm that stands longest is meant.
    ///
    /// The amount is asked for so that nobody clears an alarm unread. While the terminal is asked
    /// to give the money back there is no alarm to clear: the customer would get it twice.
    mutating func seeTo(_ amount: Money, _ name: () -> OperationID) -> Decision {
        guard let place = alarms.firstIndex(where: { $0.amount == amount }) else {
            return .refuse(.noSuchAlarm)
        }
        let alarm = alarms.remove(at: place)
        return Decision(
            facts: [(.payment(.seenTo(operation: alarm.operation)), name())],
            answer: .done,
            card: .reconcile
        )
    }
}
