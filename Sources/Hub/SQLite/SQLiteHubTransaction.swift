internal import FoundationEssentials
internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// A store's transaction on one SQLite connection.
struct SQLiteHubTransaction {
    let db: Database

    /// Runs a statement that is prepared once for each connection.
    func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
    }

    /// The first row of a query that is prepared once for each connection.
    func first(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> Row? {
        try Row.fetchOne(
            db.cachedStatement(sql: sql),
            arguments: StatementArguments(arguments)
        )
    }
}

extension SQLiteHubTransaction: HubTransaction {
    /// There is one writer: whoever is at work has everything.
    func claim(_ subject: HubSubject) throws {}

    func found(as incarnation: String) throws {
        try run("INSERT INTO hub (id, incarnation) VALUES (1, ?)", [incarnation])
    }

    func begin(life incarnation: String) throws {
        try run("UPDATE hub SET incarnation = ?", [incarnation])
    }

    func append(_ entries: [JournalEntry]) throws -> Set<JournalKey> {
        var nameless: Set<JournalKey> = []
        for entry in entries where try !append(entry) { nameless.insert(entry.key) }
        return nameless
    }

    private func append(_ entry: JournalEntry) throws -> Bool {
        let (state, reason) = entry.standing.columns
        try run(
            """
            INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (operation) DO NOTHING
            """,
            entry.key.columns + [
                entry.kind.rawValue, entry.schema, entry.operation.map { Data($0.bytes) },
                entry.hash.data, Data(entry.bytes), state, reason,
            ]
        )
        return db.changesCount == 1
    }

    func restate(_ standings: [JournalKey: Standing]) throws {
        for (key, standing) in standings { try restate(key, standing) }
    }

    private func restate(_ key: JournalKey, _ standing: Standing) throws {
        let (state, reason) = standing.columns
        try run(
            """
            UPDATE journal SET state = ?, reason = ? WHERE device = ? AND epoch = ? AND seq = ?
            """,
            [state, reason] + key.columns
        )
    }

    func book(_ sales: [SaleEntry], sharesReceipts: Bool) throws -> [Unbooked] {
        var unbooked: [Unbooked] = []
        for sale in sales where try !book(sale, sharesReceipts) {
            unbooked.append(Unbooked(key: sale.key, reason: .isTaken))
        }
        return unbooked
    }

    private func book(_ sale: SaleEntry, _ sharesReceipt: Bool) throws -> Bool {
        guard try insert(sale) else { return false }
        try run(
            "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                sale.place.store, sale.place.till, sale.receipt.day.number, sale.receipt.number,
            ] + sale.key.columns
        )
        guard db.changesCount == 1 || sharesReceipt else {
            try run("DELETE FROM sale WHERE device = ? AND epoch = ? AND seq = ?", sale.key.columns)
            return false
        }
        for sums in sale.departments {
            try run(
                "INSERT INTO sale_department VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                sale.key.columns + [sums.department?.stored ?? "", sums.lines] + sums.totals.columns
            )
        }
        if let origin = sale.origin {
            try run(
                "INSERT INTO goods_return VALUES (?, ?, ?, ?, ?, ?)",
                sale.key.columns + [
                    Data(origin.sale.bytes), origin.day.number, origin.refund.minorUnits,
                ]
            )
        }
        for (side, posting) in Posting.sides(of: sale).enumerated() {
            try post(posting, side)
        }
        return true
    }

    /// Inserts the sale itself; false when its name is taken.
    private func insert(_ sale: SaleEntry) throws -> Bool {
        try run(
            """
            INSERT INTO sale
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            sale.key.columns + [
                Data(sale.sale.bytes), sale.reference?.stored, sale.place.store, sale.place.till,
                sale.receipt.day.number, sale.receipt.number, sale.at.unixSeconds,
                sale.at.offsetMinutes, sale.member?.number, sale.lines,
            ] + sale.totals.columns + [
                sale.accrual?.programme.description.stored,
                sale.accrual?.accrual.weighted.minorUnits,
                sale.accrual?.accrual.points.value,
            ]
        )
        return db.changesCount == 1
    }

    private func post(_ posting: Posting, _ side: Int) throws {
        let member: Int64? =
            switch posting.account {
            case .programme: nil
            case .member(let member): member.number
            }
        try run(
            "INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            posting.key.columns + [
                side, posting.programme.id.stored, posting.programme.version, member,
                posting.day.number, posting.points.value,
            ]
        )
    }

    func flag(_ differences: [Difference]) throws {
        for difference in differences {
            try run(
                "INSERT INTO difference VALUES (?, ?, ?, ?)",
                difference.key.columns + [difference.detail.stored]
            )
        }
    }

    func add(_ members: [MemberID]) throws {
        for member in members {
            try run("INSERT OR IGNORE INTO member VALUES (?)", [member.number])
        }
    }

    func adopt(_ entry: ProgrammeEntry) throws {
        try run("UPDATE programme SET is_in_force = 0", [])
        try run(
            """
            INSERT INTO programme VALUES (?, ?, ?, ?, 1)
            ON CONFLICT (id, version) DO UPDATE SET source = excluded.source, is_in_force = 1
            """,
            [
                entry.programme.id, entry.programme.version,
                String(decoding: ProgrammeForm.encode(entry.programme), as: UTF8.self),
                entry.text.stored,
            ]
        )
    }
}
