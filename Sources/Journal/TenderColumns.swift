internal import GRDB
internal import Records
internal import Retail

/// The day's totals by tender, as columns of `business_day`: a sale flushes no page more for them.
enum TenderColumns {
    /// Every kind with its column, in the order in which statements name them.
    private static let columns = Tender.Kind.allCases.map { (kind: $0, name: name($0)) }

    /// Those that there were when the totals by tender came; the others have come one by one.
    private static let first = [Tender.Kind.cash, .externalCard, .externalWallet, .card].map {
        (kind: $0, name: name($0))
    }

    /// The names of the first columns.
    static let firstNames = first.map(\.name)

    private static func name(_ kind: Tender.Kind) -> String {
        "paid_\(kind.rawValue.map { $0 == "-" ? "_" : String($0) }.joined())"
    }

    /// The columns' names for a list: `paid_cash, paid_external_card, …`.
    static let names = columns.map(\.name).joined(separator: ", ")

    /// A place for the value of each column.
    static let places = columns.map { _ in "?" }.joined(separator: ", ")

    /// What an insertion that meets a row does about the columns.
    static let additions = columns.map { "\($0.name) = \($0.name) + excluded.\($0.name)" }
        .joined(separator: ", ")

    /// What takes the values of the columns back out of a row.
    static let subtractions = columns.map { "\($0.name) = \($0.name) - ?" }
        .joined(separator: ", ")

    /// The values of the columns for one sale.
    static func values(_ sale: CompletedSale) -> StatementArguments {
        values(TenderTotals(sale.tenders, change: sale.change))
    }

    /// The values of the columns for `totals`.
    static func values(_ totals: TenderTotals) -> StatementArguments {
        StatementArguments(columns.map { totals[$0.kind].minorUnits })
    }

    /// The totals that stand in a row from column `first` on.
    static func totals(_ row: Row, from first: Int) -> TenderTotals {
        var totals = TenderTotals()
        for (place, column) in columns.enumerated() {
            totals[column.kind] = Money(minorUnits: row[first + place])
        }
        return totals
    }

    /// Adds the columns, and counts the sales that were paid before there were any.
    ///
    /// A record that cannot be read is for the journal's verification to tell; it keeps no till
    /// from opening.
    static func migrate(_ db: Database) throws {
        for column in first {
            try db.execute(
                sql: """
                    ALTER TABLE business_day ADD COLUMN \(column.name) INTEGER NOT NULL DEFAULT 0
                    """
            )
        }
        let additions = first.map { "\($0.name) = \($0.name) + ?" }.joined(separator: ", ")
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT bytes FROM journal WHERE kind = ? ORDER BY id",
            arguments: [Int64(RecordKind.saleCompleted.rawValue)]
        )
        while let row = try rows.next() {
            guard let record = try? Records.Record(row.blob(0)),
                case .saleCompleted(let sale) = try? Fact(record)
            else { continue }
            let totals = TenderTotals(sale.tenders, change: sale.change)
            try db.cachedExecute(
                "UPDATE business_day SET \(additions) WHERE day = ?",
                StatementArguments(first.map { totals[$0.kind].minorUnits })
                    + [Int64(sale.receipt.day.number)]
            )
        }
    }

    /// Points have become a tender: days and closes from before have none.
    static let points = ["business_day", "day_close"].map { table in
        "ALTER TABLE \(table) ADD COLUMN \(name(.points)) INTEGER NOT NULL DEFAULT 0;"
    }.joined(separator: "\n")
}
