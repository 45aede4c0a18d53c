internal import DurableSQLite
internal import GRDB
internal import HAL
internal import Records

/// What follows from the words of a payment, in their own transaction.
struct PaymentProjection {
    let db: Database

    /// Applies the fact that journal row `rowid` states.
    ///
    /// An attempt that is there already, and the end of one that is not, break the transaction:
    /// whoever states them has lost count, and a customer's money hangs on it.
    func apply(_ fact: PaymentFact, rowid: Int64) throws {
        switch fact {
        case .intended(let intent):
            try db.cachedExecute(
                "INSERT INTO payment (operation, attempt, intent, state) VALUES (?, ?, ?, 0)",
                [intent.operation, intent.attempt, rowid]
            )
        case .settled(let operation, let attempt, let settlement):
            try db.cachedExecute(
                """
                UPDATE payment SET settlement = ?, state = ? WHERE operation = ? AND attempt = ?
                """,
                [rowid, settlement.state, operation, attempt]
            )
            guard db.changesCount == 1 else {
                throw StorageError.refused(
                    path: "payment",
                    detail: "attempt \(attempt) of \(operation) was never written down"
                )
            }
        case .givenUp(let operation):
            try db.cachedExecute(
                """
                INSERT INTO payment_given_up (operation, record) VALUES (?, ?)
                ON CONFLICT (operation) DO NOTHING
                """,
                [operation, rowid]
            )
        case .seenTo(let operation):
            try db.cachedExecute(
                "UPDATE payment_given_up SET seen_to = ? WHERE operation = ?",
                [rowid, operation]
            )
            guard db.changesCount == 1 else {
                throw StorageError.refused(
                    path: "payment_given_up",
                    detail: "\(operation) was never given up"
                )
            }
        }
    }
}

extension PaymentSettlement {
    fileprivate var state: Int {
        switch self {
        case .approved: 1
        case .declined: 2
        case .parked: 3
        }
    }
}
