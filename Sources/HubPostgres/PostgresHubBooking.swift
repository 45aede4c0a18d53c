internal import DurablePostgres
internal import Hub
internal import Loyalty
internal import Records
internal import Retail

/// How a store's transaction books sales.
extension PostgresHubTransaction {
    /// Books all at once, which nearly always goes; otherwise halves the batch until the sales that
    /// stand in the way are alone.
    func book(_ sales: [SaleEntry], sharesReceipts: Bool) throws -> [Unbooked] {
        guard !sales.isEmpty else { return [] }
        let trouble: PostgresError?
        switch try connection.attempt({ try insert(sales, sharesReceipts) }) {
        case .success(true): return []
        case .success(false): trouble = nil
        case .failure(let error): trouble = error
        }
        guard sales.count == 1 else {
            let middle = sales.count / 2
            return try [sales[..<middle], sales[middle...]].flatMap { half in
                try book(Array(half), sharesReceipts: sharesReceipts)
            }
        }
        // A key that is taken says it by its number; anything else is the data itself.
        guard let trouble, trouble.state != "23505" else {
            return [Unbooked(key: sales[0].key, reason: .isTaken)]
        }
        return [Unbooked(key: sales[0].key, reason: .cannotBeHeld(trouble.detail))]
    }

    private static let names = PostgresStatement(
        "book-names",
        """
        INSERT INTO sale_name
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[])
        ON CONFLICT DO NOTHING
        """
    )
    private static let receipts = PostgresStatement(
        "book-receipts",
        """
        INSERT INTO receipt
        SELECT * FROM unnest($1::integer[], $2::integer[], $3::integer[], $4::integer[],
            $5::bigint[], $6::bigint[], $7::bigint[])
        ON CONFLICT DO NOTHING
        """
    )

    /// Inserts everything about `sales`; false when a name is taken, or a receipt that is not to be
    /// shared.
    private func insert(_ sales: [SaleEntry], _ sharesReceipts: Bool) throws -> Bool {
        let keys = sales.map(\.key).columns
        let receipts: [PostgresValue] = [
            .ints(sales.map(\.place.store)), .ints(sales.map(\.place.till)),
            .ints(sales.map(\.receipt.day.number)), .ints(sales.map(\.receipt.number)),
        ]
        var claimed = 0
        try connection.queue(Self.names, [.uuids(sales.map(\.sale.bytes))] + keys) {
            claimed += $0.affected
        }
        try connection.queue(Self.receipts, receipts + keys) {
            claimed += sharesReceipts ? sales.count : $0.affected
        }
        try insert(sales, keys)
        try insertDepartments(of: sales)
        try insertOrigins(of: sales)
        try insertPostings(of: sales)
        try connection.settle()
        return claimed == 2 * sales.count
    }

    private static let sales = PostgresStatement(
        "book-sales",
        """
        INSERT INTO sale
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::uuid[], $5::text[],
            $6::integer[], $7::integer[], $8::integer[], $9::integer[], $10::bigint[],
            $11::integer[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[],
            $16::bigint[], $17::bigint[], $18::bigint[], $19::text[], $20::bigint[], $21::bigint[])
        """
    )

    private func insert(_ sales: [SaleEntry], _ keys: [PostgresValue]) throws {
        let about: [PostgresValue] = [
            .uuids(sales.map(\.sale.bytes)), .texts(sales.map { $0.reference?.stored }),
            .ints(sales.map(\.place.store)), .ints(sales.map(\.place.till)),
            .ints(sales.map(\.receipt.day.number)), .ints(sales.map(\.receipt.number)),
            .longs(sales.map(\.at.unixSeconds)), .ints(sales.map(\.at.offsetMinutes)),
            .longs(sales.map { $0.member?.number }), .longs(sales.map { Int64($0.lines) }),
        ]
        let points: [PostgresValue] = [
            .texts(sales.map { $0.accrual?.programme.description.stored }),
            .longs(sales.map { $0.accrual?.accrual.weighted.minorUnits }),
            .longs(sales.map { $0.accrual?.accrual.points.value }),
        ]
        try connection.queue(Self.sales, keys + about + sales.map(\.totals).columns + points)
    }

    private static let departments = PostgresStatement(
        "book-departments",
        """
        INSERT INTO sale_department
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::text[],
            $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[])
        """
    )

    private func insertDepartments(of sales: [SaleEntry]) throws {
        let parts = sales.flatMap { sale in
            sale.departments.enumerated().map { (key: sale.key, part: Int32($0), sums: $1) }
        }
        let names: [PostgresValue] = [
            .ints(parts.map(\.part)), .texts(parts.map { $0.sums.department?.stored }),
            .longs(parts.map { Int64($0.sums.lines) }),
        ]
        try connection.queue(
            Self.departments,
            parts.map(\.key).columns + names + parts.map(\.sums.totals).columns
        )
    }

    private static let origins = PostgresStatement(
        "book-returns",
        """
        INSERT INTO goods_return
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::uuid[],
            $5::integer[], $6::bigint[])
        """
    )

    private func insertOrigins(of sales: [SaleEntry]) throws {
        let returns = sales.compactMap { sale in sale.origin.map { (key: sale.key, origin: $0) } }
        guard !returns.isEmpty else { return }
        let about: [PostgresValue] = [
            .uuids(returns.map(\.origin.sale.bytes)), .ints(returns.map(\.origin.day.number)),
            .longs(returns.map(\.origin.refund.minorUnits)),
        ]
        try connection.queue(Self.origins, returns.map(\.key).columns + about)
    }

    private static let postings = PostgresStatement(
        "book-postings",
        """
        INSERT INTO posting
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[],
            $5::integer[], $6::text[], $7::bigint[], $8::integer[], $9::bigint[])
        """
    )

    private func insertPostings(of sales: [SaleEntry]) throws {
        let rows = sales.flatMap { sale in
            Posting.sides(of: sale).enumerated().map { side, posting in
                (member: sale.member?.number ?? 0, side: Int32(side), posting: posting)
            }
        }
        guard !rows.isEmpty else { return }
        let about: [PostgresValue] = [
            .ints(rows.map(\.side)), .texts(rows.map(\.posting.programme.id.stored)),
            .longs(rows.map { Int64($0.posting.programme.version) }),
            .ints(rows.map(\.posting.day.number)), .longs(rows.map(\.posting.points.value)),
        ]
        let keys = rows.map(\.posting.key).columns
        try connection.queue(Self.postings, [.longs(rows.map(\.member))] + keys + about)
    }
}

extension [SaleTotals] {
    /// Gross, member discounts, coupon matches, nets and maker's coupons.
    fileprivate var columns: [PostgresValue] {
        [
            .longs(map(\.gross.minorUnits)), .longs(map(\.memberDiscount.minorUnits)),
            .longs(map(\.couponMatch.minorUnits)), .longs(map(\.net.minorUnits)),
            .longs(map(\.makerCoupon.minorUnits)),
        ]
    }
}
