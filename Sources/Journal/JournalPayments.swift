public import DurableSQLite
internal import GRDB
public import HAL
internal import Records

/// What the journal knows of card payments.
extension TillJournal {
    /// The attempts whose end nobody has written down, oldest first.
    public func openPayments() async throws(StorageError) -> [PaymentIntent] {
        try database.read { db in
            try Self.payments(db, "WHERE payment.state = 0 ORDER BY payment.intent").map(\.intent)
        }
    }

    /// The attempt of `operation` with the highest number; nil when there is none.
    public func latestPayment(
        of operation: String
    ) async throws(StorageError) -> PaymentEntry? {
        try database.read { db in try Self.latestPayment(of: operation, db) }
    }

    /// The payments that customers are to get back, oldest first.
    ///
    /// The terminal charged what nobody wanted any more, and has not given it back.
    public func paymentsToReverse() async throws(StorageError) -> [PaymentEntry] {
        try database.read { db in
            try Self.payments(
                db,
                """
                JOIN payment_given_up AS given_up ON given_up.operation = payment.operation
                WHERE given_up.seen_to IS NULL AND payment.state = 1 AND NOT EXISTS (
                    SELECT 1 FROM payment AS reversal
                    WHERE reversal.operation = payment.operation || '/reversal'
                    AND reversal.state IN (1, 3))
                ORDER BY payment.intent
                """
            )
        }
    }

    /// The payments that only a person can settle with the customer, oldest first.
    ///
    /// Nobody wants them any more, and the terminal may have charged them, or has not given them
    /// back. While it is being asked to, its answer is waited for.
    public func paymentAlarms() async throws(StorageError) -> [PaymentEntry] {
        try database.read(Self.paymentAlarms)
    }

    static func paymentAlarms(_ db: Database) throws -> [PaymentEntry] {
        try payments(
            db,
            """
            JOIN payment_given_up AS given_up ON given_up.operation = payment.operation
            WHERE given_up.seen_to IS NULL AND (
                payment.state = 3 OR payment.state = 1 AND NOT EXISTS (
                    SELECT 1 FROM payment AS reversal
                    WHERE reversal.operation = payment.operation || '/reversal'
                    AND reversal.state IN (0, 1)))
            ORDER BY payment.intent
            """
        )
    }

    static func latestPayment(of operation: String, _ db: Database) throws -> PaymentEntry? {
        try payments(
            db,
            "WHERE payment.operation = ? ORDER BY payment.attempt DESC LIMIT 1",
            [operation]
        ).first
    }

    /// The payment that a sale with `tenders` tenders waits for; nil when it waits for none.
    static func awaitedPayment(
        of sale: OperationID,
        after tenders: Int,
        _ db: Database
    ) throws -> PaymentEntry? {
        let name = PaymentName(sale: sale, tender: tenders)
        guard let entry = try latestPayment(of: "\(name)", db) else { return nil }
        return entry.settlement?.mayTryAgain == true ? nil : entry
    }

    private static func payments(
        _ db: Database,
        _ clause: String,
        _ arguments: StatementArguments = []
    ) throws -> [PaymentEntry] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT begun.bytes, ended.bytes FROM payment
                    JOIN journal AS begun ON begun.id = payment.intent
                    LEFT JOIN journal AS ended ON ended.id = payment.settlement \(clause)
                    """
            ),
            arguments: arguments
        )
        return try rows.map { try PaymentEntry(begun: $0.blob(0), ended: $0.blob(1)) }
    }
}

extension PaymentEntry {
    /// The attempt that two records state; `ended` is empty while it is open.
    fileprivate init(begun: [UInt8], ended: [UInt8]) throws {
        guard case .payment(.intended(let intent)) = try Fact(try Records.Record(begun)) else {
            throw StorageError.damaged(path: "payment", detail: "a record is no intent")
        }
        guard !ended.isEmpty else {
            self.init(intent: intent)
            return
        }
        guard
            case .payment(.settled(_, _, let settlement)) = try Fact(try Records.Record(ended))
        else { throw StorageError.damaged(path: "payment", detail: "a record is no settlement") }
        self.init(intent: intent, settlement: settlement)
    }
}
