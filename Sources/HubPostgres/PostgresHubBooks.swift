internal import DurablePostgres
internal import Hub
internal import Loyalty
internal import Records
internal import Retail

/// What a store's transaction reads of bookings, points, members and programmes.
extension PostgresHubTransaction {
    private static let bookingOfSale = PostgresStatement(
        "booking-sale",
        "SELECT device, epoch, seq FROM sale_name WHERE sale = $1::uuid"
    )
    private static let bookingOfReceipt = PostgresStatement(
        "booking-receipt",
        """
        SELECT device, epoch, seq FROM receipt WHERE store = $1::integer AND till = $2::integer
            AND day = $3::integer AND receipt = $4::integer
        """
    )

    func booking(of sale: OperationID) throws -> JournalKey? {
        try connection.fetch(Self.bookingOfSale, [.bytes(sale.bytes)]).firstKey
    }

    func booking(of receipt: ReceiptKey) throws -> JournalKey? {
        try connection.fetch(
            Self.bookingOfReceipt,
            [
                .int(receipt.place.store), .int(receipt.place.till),
                .int(receipt.receipt.day.number), .int(receipt.receipt.number),
            ]
        ).firstKey
    }

    private static let returns = PostgresStatement(
        "returns-of-sale",
        """
        SELECT device, epoch, seq FROM goods_return WHERE sale = $1::uuid
        ORDER BY device, epoch, seq
        """
    )
    private static let deferredReturns = PostgresStatement(
        "deferred-returns",
        """
        SELECT device, epoch, seq FROM journal WHERE state = 2 AND kind = 33
        ORDER BY device, epoch, seq
        """
    )

    func returns(of sale: OperationID) throws -> [JournalKey] {
        let rows = try connection.fetch(Self.returns, [.bytes(sale.bytes)])
        return rows.map { rows.key($0) }
    }

    func deferredReturns() throws -> [JournalKey] {
        let rows = try connection.fetch(Self.deferredReturns)
        return rows.map { rows.key($0) }
    }

    private static let lastReceipt = PostgresStatement(
        "last-receipt",
        """
        SELECT day, receipt FROM receipt WHERE store = $1::integer AND till = $2::integer
        ORDER BY day DESC, receipt DESC LIMIT 1
        """
    )

    func lastReceipt(at place: Place) throws -> ReceiptNumber? {
        let rows = try connection.fetch(Self.lastReceipt, [.int(place.store), .int(place.till)])
        return rows.map { row in
            ReceiptNumber(day: BusinessDay(number: rows.int(row, 0)), number: rows.int(row, 1))
        }.first
    }

    private static let lots = PostgresStatement(
        "lots",
        """
        SELECT member, day, SUM(points)::bigint FROM posting
        WHERE programme = $1::text AND side = 1 GROUP BY member, day
        """
    )

    func lots(programme id: String) throws -> [EarnedLot] {
        let rows = try connection.fetch(Self.lots, [.text(id.stored)])
        return rows.map { row in
            EarnedLot(
                member: MemberID(rows.long(row, 0)),
                day: BusinessDay(number: rows.int(row, 1)),
                points: Points(rows.long(row, 2))
            )
        }
    }

    private static let pointSpends = PostgresStatement(
        "point-spends",
        """
        SELECT journal.bytes FROM sale JOIN journal USING (device, epoch, seq)
        WHERE journal.kind = 32 AND journal.schema >= 3 AND sale.member IN (
            SELECT substr(pool, 8)::bigint FROM lease_balance
            WHERE account = 'redeemed' AND pool LIKE 'points/%'
        )
        """
    )

    func pointSpends() throws -> [MemberID: [PointSpend]] {
        let rows = try connection.fetch(Self.pointSpends)
        var spends: [MemberID: [PointSpend]] = [:]
        for record in rows.map({ rows.bytes($0, 0) }) { SpentPoints.add(record, to: &spends) }
        return spends
    }

    private static let ledgerSum = PostgresStatement(
        "ledger-sum",
        "SELECT COALESCE(SUM(points), 0)::bigint FROM posting"
    )

    func ledgerSum() throws -> Points { Points(try connection.fetch(Self.ledgerSum).long(0, 0)) }

    private static let differences = PostgresStatement(
        "differences",
        "SELECT * FROM difference ORDER BY device, epoch, seq"
    )

    func differences() throws -> [Difference] {
        let rows = try connection.fetch(Self.differences)
        return rows.map { Difference(key: rows.key($0), detail: String(stored: rows.text($0, 3))) }
    }

    private static let members = PostgresStatement(
        "members",
        "SELECT member FROM member ORDER BY member"
    )

    func members() throws -> [MemberID] {
        let rows = try connection.fetch(Self.members)
        return rows.map { MemberID(rows.long($0, 0)) }
    }

    private static let inForce = PostgresStatement(
        "programme-in-force",
        "SELECT rules, source FROM programme WHERE is_in_force"
    )
    private static let version = PostgresStatement(
        "programme-version",
        "SELECT rules, source FROM programme WHERE id = $1::text AND version = $2::bigint"
    )
    private static let programmes = PostgresStatement(
        "programmes",
        "SELECT rules, source FROM programme ORDER BY id, version"
    )

    func programme() throws -> ProgrammeEntry? {
        try Self.programmes(try connection.fetch(Self.inForce)).first
    }

    func programme(_ version: ProgrammeVersion) throws -> ProgrammeEntry? {
        let key: [PostgresValue] = [.text(version.id), .long(Int64(version.version))]
        return try Self.programmes(try connection.fetch(Self.version, key)).first
    }

    func programmes() throws -> [ProgrammeEntry] {
        try Self.programmes(try connection.fetch(Self.programmes))
    }

    private static func programmes(_ rows: PostgresRows) throws -> [ProgrammeEntry] {
        try rows.map { row in
            ProgrammeEntry(
                programme: try ProgrammeForm.decode(rows.text(row, 0)),
                text: String(stored: rows.text(row, 1))
            )
        }
    }

    private static let census = PostgresStatement(
        "census",
        """
        SELECT (SELECT COUNT(*) FROM device), (SELECT COUNT(*) FROM journal),
            (SELECT COUNT(*) FROM journal WHERE state <> 0 AND state = 1),
            (SELECT COUNT(*) FROM journal WHERE state <> 0 AND state = 2),
            (SELECT COUNT(*) FROM difference), (SELECT COUNT(*) FROM member),
            COUNT(*), COALESCE(SUM(lines), 0)::bigint,
            COALESCE(SUM(GREATEST(0, net - maker_coupon)), 0)::bigint,
            COALESCE(SUM(points), 0)::bigint,
            (SELECT COUNT(*) FROM goods_return),
            (SELECT COALESCE(SUM(refund + GREATEST(0, net - maker_coupon)), 0)::bigint
                FROM goods_return JOIN sale USING (device, epoch, seq))
        FROM sale
        """
    )

    func census() throws -> HubCensus {
        let rows = try connection.fetch(Self.census)
        var census = HubCensus()
        census.devices = Int(rows.long(0, 0))
        census.records = Int(rows.long(0, 1))
        census.setAside = Int(rows.long(0, 2))
        census.deferred = Int(rows.long(0, 3))
        census.differences = Int(rows.long(0, 4))
        census.members = Int(rows.long(0, 5))
        census.returns = Int(rows.long(0, 10))
        census.sales = Int(rows.long(0, 6)) - census.returns
        census.lines = Int(rows.long(0, 7))
        // What a return is counted for among the sales comes off again: see `SaleEntry.due`.
        census.due = Money(minorUnits: rows.long(0, 8) - rows.long(0, 11))
        census.points = Points(rows.long(0, 9))
        return census
    }
}
