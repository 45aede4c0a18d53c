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

    func returns(of sale: OperationID) throws -> [JournalKey] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT device, epoch, seq FROM goods_return WHERE sale = ?
                    ORDER BY device, epoch, seq
                    """
            ),
            arguments: [Data(sale.bytes)]
        ).map { JournalKey($0) }
    }

    func deferredReturns() throws -> [JournalKey] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT device, epoch, seq FROM journal WHERE state = 2 AND kind = 33
                    ORDER BY device, epoch, seq
                    """
            )
        ).map { JournalKey($0) }
    }

    func booking(of receipt: ReceiptKey) throws -> JournalKey? {
        try first(
            """
            SELECT device, epoch, seq FROM receipt
            WHERE store = ? AND till = ? AND day = ? AND receipt = ?
            """,
            [
                receipt.place.store, receipt.place.till, receipt.receipt.day.number,
                receipt.receipt.number,
            ]
        ).map { JournalKey($0) }
    }

    func lastReceipt(at place: Place) throws -> ReceiptNumber? {
        try first(
            """
            SELECT day, receipt FROM receipt WHERE store = ? AND till = ?
            ORDER BY day DESC, receipt DESC LIMIT 1
            """,
            [place.store, place.till]
        ).map { ReceiptNumber(day: BusinessDay(number: $0[0]), number: $0[1]) }
    }

    func lots(programme id: String) throws -> [EarnedLot] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT member, day, SUM(points) FROM posting
                WHERE programme = ? AND member IS NOT NULL GROUP BY member, day
                """,
            arguments: [id.stored]
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

    func pointSpends() throws -> [MemberID: [PointSpend]] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT journal.bytes FROM sale JOIN journal USING (device, epoch, seq)
                WHERE journal.kind = 32 AND journal.schema >= 3 AND sale.member IN (
                    SELECT CAST(SUBSTR(pool, 8) AS INTEGER) FROM lease_balance
                    WHERE account = 'redeemed' AND pool LIKE 'points/%'
                )
                """
        )
        var spends: [MemberID: [PointSpend]] = [:]
        while let row = try rows.next() {
            SpentPoints.add([UInt8](row[0] as Data), to: &spends)
        }
        return spends
    }

    func ledgerSum() throws -> Points {
        Points(try Int64.fetchOne(db, sql: "SELECT COALESCE(SUM(points), 0) FROM posting") ?? 0)
    }

    func differences() throws -> [Difference] {
        try Row.fetchAll(db, sql: "SELECT * FROM difference ORDER BY device, epoch, seq")
            .map { Difference(key: JournalKey($0), detail: String(stored: $0[3])) }
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

    func programmes() throws -> [ProgrammeEntry] {
        try Row.fetchAll(db, sql: "SELECT rules, source FROM programme ORDER BY id, version")
            .map(Self.programme)
    }

    private static func programme(_ row: Row) throws -> ProgrammeEntry {
        ProgrammeEntry(
            programme: try ProgrammeForm.decode(row[0]),
            text: String(stored: row[1])
        )
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
        // What a return is counted for in the sums above comes off again: see `SaleEntry.due`.
        let back = try first(
            """
            SELECT COUNT(*), COALESCE(SUM(refund + MAX(0, net - maker_coupon)), 0)
            FROM goods_return JOIN sale USING (device, epoch, seq)
            """,
            []
        )
        census.returns = back?[0] ?? 0
        census.sales = (sums?[0] ?? 0) - census.returns
        census.lines = sums?[1] ?? 0
        census.due = Money(minorUnits: (sums?[2] ?? 0) - (back?[1] ?? 0))
        census.points = Points(sums?[3] ?? 0)
        return census
    }
}
