public import DurableSQLite
internal import GRDB
public import HAL
public import Records
public import Retail

/// Where a till stood when it last stopped, however it stopped.
public struct TillResume: Sendable {
    /// A sale that was not over: its events in order.
    public struct OpenSale: Sendable {
        /// The sale.
        public let sale: OperationID
        /// What had happened in it.
        public let events: [SaleMachine.Event]
        /// Whether it was parked.
        public let isSuspended: Bool
        /// The card payment that may have been made for it: open, parked, or approved and not yet
        /// among its tenders; nil when there is none.
        public let payment: PaymentEntry?
    }

    /// The business day that is open, and the last receipt's number on it; nil before the first.
    public let lastReceipt: ReceiptNumber?
    /// The newest day with a number on it, open or not: see `TillNumbers`.
    public let floor: ReceiptNumber?
    /// What the next close of a day goes on from.
    public let closing: CloseStanding
    /// The sales that were not over, in the order they were begun.
    public let openSales: [OpenSale]
    /// The sales that were paid on this till, ever.
    public let completedSales: Int
    /// Whether the run before ended by itself.
    public let wasShutDownCleanly: Bool
    /// The payments that only a person can settle with the customer, oldest first.
    public let alarms: [PaymentEntry]
    /// What was printing, and is gone on with from the last line that is known to be on paper.
    public let interruptedPrints: Int
}

extension TillJournal {
    /// Reads where the till stood.
    public func resume() async throws(StorageError) -> TillResume {
        let numbers = try await numbers()
        return try database.read { db in
            TillResume(
                lastReceipt: numbers.lastReceipt,
                floor: numbers.floor,
                closing: try CloseStanding(db),
                openSales: try Self.openSales(db),
                completedSales: try Self.totals(db).sales,
                wasShutDownCleanly: try Bool.fetchOne(db, sql: "SELECT clean FROM identity")
                    ?? false,
                alarms: try Self.paymentAlarms(db),
                interruptedPrints: try Self.interruptedPrints(db)
            )
        }
    }

    static func lastReceipt(_ db: Database) throws -> ReceiptNumber? {
        try receipt(
            db,
            "SELECT day, last_receipt FROM business_day WHERE opened > 0 "
                + "ORDER BY opened DESC LIMIT 1"
        )
    }

    /// The receipt in the day and number that `sql` selects.
    static func receipt(_ db: Database, _ sql: String) throws -> ReceiptNumber? {
        try Row.fetchOne(db.cachedStatement(sql: sql)).map { row in
            ReceiptNumber(
                day: BusinessDay(number: Int32(truncatingIfNeeded: try row.whole(0))),
                number: Int32(truncatingIfNeeded: try row.whole(1))
            )
        }
    }

    private static func openSales(_ db: Database) throws -> [TillResume.OpenSale] {
        let open = try Row.fetchAll(
            db,
            sql: "SELECT sale, first_record, suspended FROM open_sale ORDER BY first_record"
        )
        guard let first = open.first else { return [] }
        let events = try basketEvents(from: first[1], db)
        return try open.compactMap { row in
            guard let sale = OperationID(row.blob(0)) else { return nil }
            let events = events[sale] ?? []
            return TillResume.OpenSale(
                sale: sale,
                events: events,
                isSuspended: row[2],
                payment: try awaitedPayment(of: sale, after: events.count(where: \.isTender), db)
            )
        }
    }

    /// The events of every sale since journal row `first`, by sale.
    private static func basketEvents(
        from first: Int64,
        _ db: Database
    ) throws -> [OperationID: [SaleMachine.Event]] {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT bytes FROM journal WHERE id >= ? AND kind BETWEEN ? AND ? ORDER BY id",
            arguments: [
                first, Int64(RecordKind.itemRung.rawValue), Int64(RecordKind.saleVoided.rawValue),
            ]
        )
        var events: [OperationID: [SaleMachine.Event]] = [:]
        while let row = try rows.next() {
            guard case .basket(let fact) = try Fact(try Records.Record(row.blob(0))) else {
                continue
            }
            events[fact.sale, default: []].append(fact.event)
        }
        return events
    }
}

extension SaleMachine.Event {
    fileprivate var isTender: Bool {
        if case .tender = self { true } else { false }
    }
}
