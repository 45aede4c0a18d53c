internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// What follows from a fact in the till's tables, in the fact's own transaction.
enum Projection {
    static func apply(_ fact: Fact, of record: Records.Record, rowid: Int64, _ db: Database) throws
    {
        switch fact {
        case .boot:
            try db.execute(sql: "UPDATE identity SET clean = 0")
        case .dayOpened(let day):
            try open(day, db)
        case .basket(let fact):
            try follow(fact, rowid, db)
        case .saleCompleted(let sale):
            try book(sale, rowid, db)
        }
    }

    private static func open(_ day: BusinessDay, _ db: Database) throws {
        try db.cachedExecute(
            """
            INSERT INTO business_day (id, day, last_receipt) VALUES (1, ?, 0)
            ON CONFLICT (id) DO UPDATE SET day = excluded.day, last_receipt = 0
            WHERE day <> excluded.day
            """,
            [Int64(day.number)]
        )
    }

    private static func follow(_ fact: BasketFact, _ rowid: Int64, _ db: Database) throws {
        let sale = fact.sale.data
        switch fact.event {
        case .ring, .identify, .voidLine, .tender, .total:
            try db.cachedExecute(
                """
                INSERT INTO open_sale (sale, first_record, suspended) VALUES (?, ?, 0)
                ON CONFLICT (sale) DO NOTHING
                """,
                [sale, rowid]
            )
        case .suspend:
            try db.cachedExecute("UPDATE open_sale SET suspended = 1 WHERE sale = ?", [sale])
        case .resume:
            try db.cachedExecute("UPDATE open_sale SET suspended = 0 WHERE sale = ?", [sale])
        case .void:
            try db.cachedExecute("DELETE FROM open_sale WHERE sale = ?", [sale])
        }
    }

    /// Books a paid sale: the number it took, the points it brought, the paper it owes.
    private static func book(_ sale: CompletedSale, _ rowid: Int64, _ db: Database) throws {
        try db.cachedExecute("DELETE FROM open_sale WHERE sale = ?", [sale.sale.data])
        try db.cachedExecute(
            """
            INSERT INTO completed_sale (record, sale, day, receipt, reference)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                rowid, sale.sale.data, Int64(sale.receipt.day.number), Int64(sale.receipt.number),
                sale.reference,
            ]
        )
        try count(sale, db)
        try db.cachedExecute(
            "UPDATE business_day SET last_receipt = ? WHERE day = ?",
            [Int64(sale.receipt.number), Int64(sale.receipt.day.number)]
        )
        try db.cachedExecute(
            "INSERT INTO print_job (record, state, copies) VALUES (?, ?, 0)",
            [rowid, PrintJob.State.queued.rawValue]
        )
        if let member = sale.member, let points = sale.accrual?.accrual.points, points > 0 {
            try post(points, to: "member:\(member)", rowid, db)
            try post(.zero - points, to: "issued", rowid, db)
        }
    }

    /// The day's running totals, as an X report shows them.
    private static func count(_ sale: CompletedSale, _ db: Database) throws {
        let totals = sale.totals
        try db.cachedExecute(
            """
            INSERT INTO day_total (day, sales, lines, net, maker_coupon, due, points)
            VALUES (?, 1, ?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET
            sales = sales + 1, lines = lines + excluded.lines, net = net + excluded.net,
            maker_coupon = maker_coupon + excluded.maker_coupon, due = due + excluded.due,
            points = points + excluded.points
            """,
            [
                Int64(sale.receipt.day.number), sale.lines.count, totals.net.minorUnits,
                totals.makerCoupon.minorUnits, totals.due.minorUnits,
                sale.accrual?.accrual.points.value ?? 0,
            ]
        )
    }

    /// One side of a posting; the sides of one record sum to zero.
    private static func post(
        _ points: Points,
        to account: String,
        _ rowid: Int64,
        _ db: Database
    ) throws {
        try db.cachedExecute(
            "INSERT INTO posting (record, account, points) VALUES (?, ?, ?)",
            [rowid, account, points.value]
        )
    }
}
