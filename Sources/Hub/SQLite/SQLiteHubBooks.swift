internal import FoundationEssentials
internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// What a store's transaction reads of sales, points, members and programmes.
extension SQLiteHubTransaction {
    func booking(of sale: OperationID) throws -> JournalKey? {
        try first("SELECT device, epoch, seq FROM sale WHERE sale = ?", [Data(sale.bytes)])
            .map { JournalKey($0) }
    }

    func booking(of receipt: ReceiptKey) throws -> JournalKey? {
        try first(
            """
            SELECT device, epoch, seq FROM sale
            WHERE store = ? AND till = ? AND day = ? AND receipt = ?
            """,
            [
                receipt.place.store, receipt.place.till, receipt.receipt.day.number,
                receipt.receipt.number,
            ]
        ).map { JournalKey($0) }
    }

    func sales(before end: BusinessDay?, _ visit: (SaleEntry) throws -> Void) throws {
        let sales = try Row.fetchCursor(
            db,
            sql: "SELECT * FROM sale WHERE day < ? ORDER BY device, epoch, seq",
            arguments: [end?.number ?? Int32.max]
        )
        var departments = try DepartmentCursor(
            try Row.fetchCursor(
                db,
                sql: "SELECT * FROM sale_department ORDER BY device, epoch, seq, department"
            )
        )
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
            reference: row[4],
            place: Place(store: row[5], till: row[6]),
            receipt: ReceiptNumber(day: BusinessDay(number: row[7]), number: row[8]),
            at: SaleTime(unixSeconds: row[9], offsetMinutes: row[10]),
            member: (row[11] as Int64?).map(MemberID.init),
            lines: row[12],
            totals: SaleTotals(row, from: 13),
            accrual: accrual(row),
            departments: departments
        )
    }

    private static func accrual(_ row: Row) -> PinnedAccrual? {
        guard let programme = (row[18] as String?).flatMap({ ProgrammeVersion($0) }),
            let weighted = row[19] as Int64?, let points = row[20] as Int64?
        else { return nil }
        return PinnedAccrual(
            programme: programme,
            accrual: Accrual(weighted: Money(minorUnits: weighted), points: Points(points))
        )
    }

    func lots(programme id: String) throws -> [EarnedLot] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT member, day, SUM(points) FROM posting
                WHERE programme = ? AND member IS NOT NULL GROUP BY member, day
                """,
            arguments: [id]
        )
        var lots: [EarnedLot] = []
        while let row = try rows.next() {
            lots.append(
                EarnedLot(
                    member: MemberID(row[0]),
                    day: BusinessDay(number: row[1]),
                    points: Points(row[2])
                )
            )
        }
        return lots
    }

    func ledgerSum() throws -> Points {
        Points(try Int64.fetchOne(db, sql: "SELECT COALESCE(SUM(points), 0) FROM posting") ?? 0)
    }

    func differences() throws -> [Difference] {
        try Row.fetchAll(db, sql: "SELECT * FROM difference ORDER BY device, epoch, seq")
            .map { Difference(key: JournalKey($0), detail: $0[3]) }
    }

    func members() throws -> [MemberID] {
        try Int64.fetchAll(db, sql: "SELECT member FROM member ORDER BY member").map(MemberID.init)
    }

    func programme() throws -> ProgrammeEntry? {
        try first("SELECT rules, source FROM programme WHERE is_in_force", []).map(Self.programme)
    }

    func programme(_ version: ProgrammeVersion) throws -> ProgrammeEntry? {
        try first(
            "SELECT rules, source FROM programme WHERE id = ? AND version = ?",
            [version.id, version.version]
        ).map(Self.programme)
    }

    private static func programme(_ row: Row) throws -> ProgrammeEntry {
        ProgrammeEntry(programme: try ProgrammeForm.decode(row[0]), text: row[1])
    }

    func census() throws -> HubCensus {
        func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
        var census = HubCensus()
        census.devices = try count("SELECT COUNT(*) FROM device")
        census.records = try count("SELECT COUNT(*) FROM journal")
        census.setAside = try count("SELECT COUNT(*) FROM journal WHERE state <> 0 AND state = 1")
        census.deferred = try count("SELECT COUNT(*) FROM journal WHERE state <> 0 AND state = 2")
        census.differences = try count("SELECT COUNT(*) FROM difference")
        census.members = try count("SELECT COUNT(*) FROM member")
        let sums = try first(
            """
            SELECT COUNT(*), COALESCE(SUM(lines), 0), COALESCE(SUM(MAX(0, net - maker_coupon)), 0),
                COALESCE(SUM(points), 0) FROM sale
            """,
            []
        )
        census.sales = sums?[0] ?? 0
        census.lines = sums?[1] ?? 0
        census.due = Money(minorUnits: sums?[2] ?? 0)
        census.points = Points(sums?[3] ?? 0)
        return census
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
            let name: String = row[3]
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
        return found
    }
}
