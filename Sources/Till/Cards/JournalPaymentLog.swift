internal import DurableSQLite
public import HAL
public import Journal
internal import Records

/// The payment log of a till: its journal, so that a payment is in the one chain with its sale.
public struct JournalPaymentLog: PaymentIntentLog {
    private let journal: TillJournal
    private let clock: any TillClock

    /// The log in `journal`.
    public init(_ journal: TillJournal, clock: any TillClock) {
        self.journal = journal
        self.clock = clock
    }

    public func put(_ intent: PaymentIntent) async throws(PaymentLogError) {
        try await state(.intended(intent))
    }

    public func settle(
        _ intent: PaymentIntent,
        as settlement: PaymentSettlement
    ) async throws(PaymentLogError) {
        try await state(
            .settled(operation: intent.operation, attempt: intent.attempt, settlement)
        )
    }

    public func openIntents() async throws(PaymentLogError) -> [PaymentIntent] {
        do throws(StorageError) {
            return try await journal.openPayments()
        } catch {
            throw PaymentLogError(error.description)
        }
    }

    public func latest(of operation: String) async throws(PaymentLogError) -> PaymentEntry? {
        do throws(StorageError) {
            return try await journal.latestPayment(of: operation)
        } catch {
            throw PaymentLogError(error.description)
        }
    }

    /// Appends a record, and returns when it is on the disk.
    private func state(_ fact: PaymentFact) async throws(PaymentLogError) {
        let reading = clock.read()
        var chance = SystemRandomNumberGenerator()
        let name = OperationID(
            milliseconds: reading.wallMilliseconds,
            chance: (chance.next(), chance.next())
        )
        do throws(StorageError) {
            try await journal.append([
                JournalDraft(.payment(fact), operation: name, at: reading)
            ])
        } catch {
            throw PaymentLogError(error.description)
        }
    }
}
