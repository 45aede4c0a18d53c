internal import DurableSQLite
internal import GRDB
internal import HAL
internal import Loyalty
internal import Records
internal import Retail

/// What follows from facts in the till's tables, in the facts' own transaction.
struct Projection {
    let db: Database
    /// The sale that the fact before belonged to: it is known to be open.
    private var open: OperationID?
    /// What the sales so far owe their customers.
    private(set) var paper: [PrintJob] = []

    private let place: Place
    private let isPrinterFree: Bool

    /// What follows in the transaction that `db` is in, for the till at `place`.
    init(_ db: Database, at place: Place, isPrinterFree: Bool) {
        self.db = db
        self.place = place
        self.isPrinterFree = isPrinterFree
    }

    /// Applies the fact that `record` states, in journal row `rowid`.
    mutating func apply(_ fact: Fact, of record: Records.Record, rowid: Int64) throws {
        switch fact {
        case .boot:
            try db.execute(sql: "UPDATE identity SET clean = 0")
        case .dayOpened(let day):
            try open(day, rowid)
        case .dayClosed(let close):
            try book(close, rowid)
        case .basket(let fact):
            try follow(fact, rowid)
        case .saleCompleted(let sale):
            try book(sale, rowid)
            if let leases = sale.leases { try LeaseProjection(db, record).apply(leases) }
        case .goodsReturned(let goods):
            try book(goods, rowid)
        case .payment(let fact):
            try PaymentProjection(db: db).apply(fact, rowid: rowid)
        case .lease(let fact):
            try LeaseProjection(db, record).apply(fact)
        }
    }

    /// The day opened last is the one that is open; one that is opened again counts on.
    private func open(_ day: BusinessDay, _ rowid: Int64) throws {
        try db.cachedExecute(
            """
            INSERT INTO business_day
            (day, opened, last_receipt, sales, lines, net, maker_coupon, due, points)
            VALUES (?, ?, 0, 0, 0, 0, 0, 0, 0)
            ON CONFLICT (day) DO UPDATE SET opened = excluded.opened
            """,
            [Int64(day.number), rowid]
        )
    }

    private mutating func follow(_ fact: BasketFact, _ rowid: Int64) throws {
        let sale = fact.sale.data
        let isKnown = open == fact.sale
        open = nil
        switch fact.event {
        case .ring, .coupon, .identify, .voidLine, .tender, .total, .charge, .notCharged,
            .keepPoints:
            open = fact.sale
            guard !isKnown else { return }
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
    private mutating func book(_ sale: CompletedSale, _ rowid: Int64) throws {
        open = nil
        try db.cachedExecute("DELETE FROM open_sale WHERE sale = ?", [sale.sale.data])
        try giveReceipt(.sale(sale), named: sale.sale, reference: sale.reference, rowid)
        try count(sale, rowid)
        try post(pointsOf: sale, rowid)
        try owePaper(.sale(sale), rowid)
    }

    /// What a sale has earned, less what paid for it.
    ///
    /// Here stands the last guard of points as a tender: those that are not spent out of leases by
    /// the same record break the transaction.
    private func post(pointsOf sale: CompletedSale, _ rowid: Int64) throws {
        if let fault = sale.pointsFault { throw StorageError.refused(path: "lease", detail: fault) }
        guard let member = sale.member else { return }
        let (earned, spent) = (sale.accrual?.accrual.points ?? 0, sale.pointsSpent)
        if earned > 0 { try post(.zero - earned, to: "issued", rowid) }
        if spent > 0 { try post(spent, to: "redeemed", rowid) }
        if earned != spent { try post(earned - spent, to: "member:\(member)", rowid) }
    }

    /// Books the number that a sale or a return took.
    func giveReceipt(
        _ subject: PrintJob.Subject,
        named name: OperationID,
        reference: String? = nil,
        _ rowid: Int64
    ) throws {
        guard subject.place == place else {
            throw StorageError.refused(
                path: "completed_sale",
                detail: "the receipt is from \(subject.place), and this is \(place) now"
            )
        }
        let receipt = subject.receipt
        try db.cachedExecute(
            """
            INSERT INTO completed_sale (day, receipt, till, record, sale, reference)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                Int64(receipt.day.number), Int64(receipt.number), Int64(place.till), rowid,
                name.data, reference,
            ]
        )
    }

    /// Owes the paper of a sale or a return.
    mutating func owePaper(_ subject: PrintJob.Subject, _ rowid: Int64) throws {
        let job = PrintJob(
            id: PrintJob.ID(record: rowid),
            evidence: isPrinterFree && paper.isEmpty ? .sent : .queued,
            subject: subject,
            balance: try TillJournal.balance(of: subject.member, at: rowid, db)
        )
        try db.cachedExecute(
            "INSERT INTO print_job (record, state, copies) VALUES (?, ?, 0)",
            [rowid, PrintColumns(job.evidence).state]
        )
        paper.append(job)
    }

    /// The day's last number and running totals, as an X report shows them.
    ///
    /// The number has to be above the last one: a grant of the hub may have moved that one up since
    /// the till counted.
    private func count(_ sale: CompletedSale, _ rowid: Int64) throws {
        let totals = sale.totals
        try db.cachedExecute(
            Self.counting,
            [
                Int64(sale.receipt.day.number), rowid, Int64(sale.receipt.number),
                sale.lines.count, totals.net.minorUnits, totals.makerCoupon.minorUnits,
                totals.due.minorUnits, sale.accrual?.accrual.points.value ?? 0,
            ] + TenderColumns.values(sale)
        )
        try expectNumberTaken(sale.receipt)
    }

    /// Throws unless the statement before has moved the day's last number up to `receipt`.
    func expectNumberTaken(_ receipt: ReceiptNumber) throws {
        guard db.changesCount == 1 else {
            throw StorageError.refused(
                path: "business_day",
                detail: "receipt \(receipt.number) of \(receipt.day) comes after a higher one"
            )
        }
    }

    private static let counting = """
        INSERT INTO business_day
        (day, opened, last_receipt, sales, lines, net, maker_coupon, due, points,
        \(TenderColumns.names))
        VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, \(TenderColumns.places))
        ON CONFLICT (day) DO UPDATE SET
        last_receipt = excluded.last_receipt, sales = sales + 1,
        lines = lines + excluded.lines, net = net + excluded.net,
        maker_coupon = maker_coupon + excluded.maker_coupon, due = due + excluded.due,
        points = points + excluded.points, \(TenderColumns.additions)
        WHERE excluded.last_receipt > last_receipt
        """

    /// One side of a posting; the sides of one record sum to zero.
    func post(_ points: Points, to account: String, _ rowid: Int64) throws {
        try db.cachedExecute(
            """
            INSERT INTO posting (account, record, points, balance)
            VALUES (?1, ?2, ?3, ?3 + COALESCE((
                SELECT balance FROM posting WHERE account = ?1 ORDER BY record DESC LIMIT 1), 0))
            """,
            [account, rowid, points.value]
        )
    }
}
