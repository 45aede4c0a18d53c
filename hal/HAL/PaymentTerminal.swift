/// Takes money from cards: UnifiedPOS's CAT, the credit authorisation terminal.
///
/// It has the card, the secret number and the bank's line to itself; the till names an amount and
/// hears what came of it. Every call but `abort` waits for its turn. One terminal belongs to one
/// till: only so does "the last transaction" mean something.
public protocol PaymentTerminal: Sendable {
    /// Signs on, and says that payments are started by the till alone.
    func register(by deadline: Deadline) async throws(DeviceError)

    /// Returns when the terminal has answered that it is there; nothing is charged.
    func checkHealth(by deadline: Deadline) async throws(DeviceError)

    /// Charges a customer: UnifiedPOS's authorizeSales.
    ///
    /// - Throws: only when the terminal has certainly not begun; whatever else goes wrong is
    ///   `unknown`.
    func authorizeSales(
        _ amount: PaymentAmount,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome

    /// Gives back what `slip` charged, on the same day: UnifiedPOS's authorizeVoid.
    ///
    /// Safe to repeat: a terminal reverses one slip once, and the second time says that it has, as
    /// it does of a slip that a person reversed at its keys.
    ///
    /// - Throws: only when the terminal has certainly not begun.
    func authorizeVoid(
        _ slip: PaymentSlip,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome

    /// What the terminal did last; how an `unknown` outcome becomes a known one.
    ///
    /// - Throws: `busy` while a customer still stands at the terminal; one that only waits for the
    ///   answer of an earlier life of the till is answered.
    func lastResult(by deadline: Deadline) async throws(DeviceError) -> LastResult

    /// Asks the terminal to give up what it is doing; does not wait for its turn.
    ///
    /// It may be too late: what happened is what the call under way returns.
    func abort(by deadline: Deadline) async throws(DeviceError)

    /// Submits the day's payments to the bank and begins a new day: UnifiedPOS's settlement.
    func endOfDay(by deadline: Deadline) async throws(DeviceError)
}
