internal import DurablePostgres
internal import Hub
internal import Loyalty
internal import Records
internal import Retail

/// How a store's transaction reads booked sales.
extension PostgresHubTransaction {
    /// How many sales are fetched at a time; all of a year's would not fit into memory.
    private static let pageLength = 2000

    func sales(before end: BusinessDay?, _ visit: (SaleEntry) throws -> Void) throws {
        var last: JournalKey?
        while true {
            let page = try sales(after: last, limit: Self.pageLength, before: end)
            for sale in page { try visit(sale) }
            guard page.count == Self.pageLength else { return }
            last = page.last?.key
        }
    }

    func sales(after key: JournalKey?, limit: Int) throws -> [SaleEntry] {
        try sales(after: key, limit: limit, before: nil)
    }

    private static let page = PostgresStatement(
        "sales",
        """
        SELECT sale.*, goods_return.sale, goods_return.day, goods_return.refund
        FROM sale LEFT JOIN goods_return USING (device, epoch, seq)
        WHERE (sale.device, sale.epoch, sale.seq) > ($1::bigint, $2::bigint, $3::bigint)
            AND sale.day < $5::integer
        ORDER BY sale.device, sale.epoch, sale.seq LIMIT $4::bigint
        """
    )
    private static let departments = PostgresStatement(
        "sale-departments",
        """
        SELECT * FROM sale_department
        WHERE (device, epoch, seq) > ($1::bigint, $2::bigint, $3::bigint)
            AND (device, epoch, seq) <= ($4::bigint, $5::bigint, $6::bigint)
        ORDER BY device, epoch, seq, part
        """
    )

    private func sales(
        after key: JournalKey?,
        limit: Int,
        before end: BusinessDay?
    ) throws -> [SaleEntry] {
        let start = key?.values ?? [.long(-1), .long(-1), .long(-1)]
        let day = end?.number ?? .max
        let rows = try connection.fetch(
            Self.page,
            start + [.long(Int64(limit)), .int(day)]
        )
        guard rows.count > 0 else { return [] }
        let parts = try connection.fetch(
            Self.departments,
            start + rows.key(rows.count - 1).values
        )
        var departments: [JournalKey: [DepartmentSums]] = [:]
        for part in 0..<parts.count {
            departments[parts.key(part), default: []].append(Self.sums(parts, part))
        }
        return try rows.map { row in
            let key = rows.key(row)
            return try Self.sale(rows, row, key, departments[key] ?? [])
        }
    }

    private static func text(_ rows: PostgresRows, _ row: Int, _ column: Int) -> String? {
        rows.isNull(row, column) ? nil : String(stored: rows.text(row, column))
    }

    private static func sums(_ rows: PostgresRows, _ row: Int) -> DepartmentSums {
        var sums = DepartmentSums(department: Self.text(rows, row, 4))
        sums.lines = Int(rows.long(row, 5))
        sums.totals = SaleTotals(rows, row, from: 6)
        return sums
    }

    private static func sale(
        _ rows: PostgresRows,
        _ row: Int,
        _ key: JournalKey,
        _ departments: [DepartmentSums]
    ) throws -> SaleEntry {
        guard let name = OperationID(rows.bytes(row, 3)) else {
            throw PostgresError(.damaged, "a sale has no name")
        }
        return SaleEntry(
            key: key,
            sale: name,
            reference: text(rows, row, 4),
            place: Place(store: rows.int(row, 5), till: rows.int(row, 6)),
            receipt: ReceiptNumber(
                day: BusinessDay(number: rows.int(row, 7)),
                number: rows.int(row, 8)
            ),
            at: SaleTime(unixSeconds: rows.long(row, 9), offsetMinutes: rows.int(row, 10)),
            member: rows.isNull(row, 11) ? nil : MemberID(rows.long(row, 11)),
            lines: Int(rows.long(row, 12)),
            totals: SaleTotals(rows, row, from: 13),
            accrual: accrual(rows, row),
            departments: departments,
            origin: try origin(rows, row)
        )
    }

    private static func origin(_ rows: PostgresRows, _ row: Int) throws -> ReturnOrigin? {
        guard !rows.isNull(row, 21) else { return nil }
        guard let sale = OperationID(rows.bytes(row, 21)) else {
            throw PostgresError(.damaged, "a return has no sale")
        }
        return ReturnOrigin(
            sale: sale,
            day: BusinessDay(number: rows.int(row, 22)),
            refund: Money(minorUnits: rows.long(row, 23))
        )
    }

    private static func accrual(_ rows: PostgresRows, _ row: Int) -> PinnedAccrual? {
        guard let programme = text(rows, row, 18).flatMap({ ProgrammeVersion($0) }) else {
            return nil
        }
        return PinnedAccrual(
            programme: programme,
            accrual: Accrual(
                weighted: Money(minorUnits: rows.long(row, 19)),
                points: Points(rows.long(row, 20))
            )
        )
    }
}

extension SaleTotals {
    /// The sums in the five columns of `row` from `first` on.
    fileprivate init(_ rows: PostgresRows, _ row: Int, from first: Int) {
        self.init()
        gross = Money(minorUnits: rows.long(row, first))
        memberDiscount = Money(minorUnits: rows.long(row, first + 1))
        couponMatch = Money(minorUnits: rows.long(row, first + 2))
        net = Money(minorUnits: rows.long(row, first + 3))
        makerCoupon = Money(minorUnits: rows.long(row, first + 4))
    }
}
