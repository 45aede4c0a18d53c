internal import FoundationEssentials
internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// How a store's transaction reads booked sales.
extension SQLiteHubTransaction {
    /// A sale's columns, and those of its origin if it is a return.
    private static let columns = """
        sale.*, goods_return.sale, goods_return.day, goods_return.refund
        FROM sale LEFT JOIN goods_return USING (device, epoch, seq)
        """

    func sales(before end: BusinessDay?, _ visit: (SaleEntry) throws -> Void) throws {
        let sales = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(Self.columns) WHERE sale.day < ?
                ORDER BY sale.device, sale.epoch, sale.seq
                """,
            arguments: [end?.number ?? Int32.max]
        )
        var departments = try DepartmentCursor(
            try Row.fetchCursor(
                db,
                sql: "SELECT * FROM sale_department ORDER BY device, epoch, seq, department"
            )
        )
        try walk(sales, &departments, visit)
    }

    func sales(after key: JournalKey?, limit: Int) throws -> [SaleEntry] {
        let start = key?.columns ?? [-1, -1, -1]
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT \(Self.columns)
                    WHERE (sale.device, sale.epoch, sale.seq) > (?, ?, ?)
                    ORDER BY sale.device, sale.epoch, sale.seq LIMIT ?
                    """
            ),
            arguments: StatementArguments(start + [limit])
        )
        var departments = try DepartmentCursor(
            try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT * FROM sale_department WHERE (device, epoch, seq) > (?, ?, ?)
                        ORDER BY device, epoch, seq, department
                        """
                ),
                arguments: StatementArguments(start)
            )
        )
        var sales: [SaleEntry] = []
        try walk(rows, &departments) { sales.append($0) }
        return sales
    }

    private func walk(
        _ sales: RowCursor,
        _ departments: inout DepartmentCursor,
        _ visit: (SaleEntry) throws -> Void
    ) throws {
        while let row = try sales.next() {
            let key = JournalKey(row)
            try visit(try Self.sale(row, key, try departments.sums(of: key)))
        }
    }

    private static func sale(
        _ row: Row,
        _ key: JournalKey,
        _ departments: [DepartmentSums]
    ) throws -> SaleEntry {
        guard let name = OperationID(row[3] as Data) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a sale has no name")
        }
        return SaleEntry(
            key: key,
            sale: name,
            reference: (row[4] as String?).map(String.init(stored:)),
            place: Place(store: row[5], till: row[6]),
            receipt: ReceiptNumber(day: BusinessDay(number: row[7]), number: row[8]),
            at: SaleTime(unixSeconds: row[9], offsetMinutes: row[10]),
            member: (row[11] as Int64?).map(MemberID.init),
            lines: row[12],
            totals: SaleTotals(row, from: 13),
            accrual: accrual(row),
            departments: departments,
            origin: try origin(row)
        )
    }

    private static func origin(_ row: Row) throws -> ReturnOrigin? {
        guard let bytes = row[21] as Data? else { return nil }
        guard let sale = OperationID(bytes) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a return has no sale")
        }
        return ReturnOrigin(
            sale: sale,
            day: BusinessDay(number: row[22]),
            refund: Money(minorUnits: row[23])
        )
    }

    private static func accrual(_ row: Row) -> PinnedAccrual? {
        guard
            let programme = (row[18] as String?).flatMap({ ProgrammeVersion(String(stored: $0)) }),
            let weighted = row[19] as Int64?, let points = row[20] as Int64?
        else { return nil }
        return PinnedAccrual(
            programme: programme,
            accrual: Accrual(weighted: Money(minorUnits: weighted), points: Points(points))
        )
    }
}

/// Walks along the sales' departments in the order of the sales.
private struct DepartmentCursor {
    private let rows: RowCursor
    private var next: (key: JournalKey, sums: DepartmentSums)?

    init(_ rows: RowCursor) throws {
        self.rows = rows
        try advance()
    }

    private mutating func advance() throws {
        next = try rows.next().map { row in
            let name = String(stored: row[3])
            var sums = DepartmentSums(department: name.isEmpty ? nil : name)
            sums.lines = row[4]
            sums.totals = SaleTotals(row, from: 5)
            return (JournalKey(row), sums)
        }
    }

    mutating func sums(of key: JournalKey) throws -> [DepartmentSums] {
        var found: [DepartmentSums] = []
        while let (other, sums) = next, other <= key {
            if other == key { found.append(sums) }
            try advance()
        }
        // SQLite orders bytes, and what is stored is escaped; the books order text.
        return found.sorted { ($0.department ?? "") < ($1.department ?? "") }
    }
}
