internal import DurableSQLite
internal import Loyalty
internal import Records
internal import Retail

/// The books held against the records, both read once and in the same order.
struct BookAudit<Store: HubStore> {
    private static var page: Int { 512 }

    private let store: Store
    /// The sales that were read and not yet met by a record.
    private var ahead: ArraySlice<SaleEntry> = []
    private var last: JournalKey?
    private var isAtEnd = false
    private var faults: [ChainReport.Fault] = []
    /// Sales beyond the end of every chain, unless a hub has taken them since.
    private var strays: [JournalKey] = []
    private var lots: [Lot: Points] = [:]
    private var count = 0
    /// Sales and returns that are set aside or deferred.
    private var waiting = 0

    /// Points of one member under one programme, of one day.
    fileprivate struct Lot: Hashable {
        let programme: String
        let member: MemberID
        let day: BusinessDay
    }

    init(_ store: Store) {
        self.store = store
    }

    /// Takes the next record, which is what it says.
    mutating func take(_ entry: JournalEntry) async throws(StorageError) {
        while let sale = try await next(), sale.key < entry.key {
            strays.append(sale.key)
            advance()
        }
        let booked = try await next()
        let isBooked = booked?.key == entry.key
        if isBooked { advance() }
        // Only the bytes are signed: whoever owns the store writes beside them what he likes.
        guard let record = try? Record(entry.bytes), entry.isNamed(as: record) else {
            return fault(entry.key, "what stands beside it is not what it states")
        }
        guard isBooked, let booked else { return try await pass(entry, record) }
        guard let fact = try? Fact(record) else {
            return fault(entry.key, "what is booked of it cannot be read in it")
        }
        if !booked.follows(from: fact) {
            fault(entry.key, "what is booked of it is not what it states")
        }
    }

    /// Goes past a record of which nothing is booked: it waits, or is the copy of one that is.
    private mutating func pass(
        _ entry: JournalEntry,
        _ record: Record
    ) async throws(StorageError) {
        guard record.kind == .saleCompleted || record.kind == .goodsReturned else { return }
        guard entry.standing == .applied else {
            waiting += 1
            return
        }
        guard entry.operation == nil else {
            if try await isMissing(entry.key) { fault(entry.key, "it states what is not booked") }
            return
        }
        let (name, key) = (record.operation, entry.key)
        let namesake = try await store.read { reading in
            try reading.record(named: name).flatMap { $0 == key ? nil : try reading.hash(of: $0) }
        }
        if namesake != entry.hash {
            fault(entry.key, "it is kept without its name, and is no copy of what has it")
        }
    }

    /// Leaves a chain; what is booked of the rest of a broken one says nothing.
    mutating func leave(
        _ chain: JournalKey,
        through end: UInt64,
        isWhole: Bool
    ) async throws(StorageError) {
        while let sale = try await next(), sale.key <= chain.at(end) {
            let isOwn = sale.key.at(0) == chain.at(0)
            if isWhole || !isOwn { strays.append(sale.key) }
            advance()
        }
    }

    /// Takes the sales that no chain has met, and the points.
    mutating func close(_ report: inout AuditReport) async throws(StorageError) {
        while let sale = try await next() {
            strays.append(sale.key)
            advance()
        }
        let (devices, runs) = try await store.read { (try $0.devices(), try $0.runs(of: nil)) }
        let walks = devices.map { ChainWalk($0) } + runs.map { ChainWalk($0) }
        let spans = Dictionary(walks.map { ($0.chain.at(0), $0) }) { $1 }
        for key in strays {
            // A hub that serves has taken it since this began: then its chain reaches that far.
            let span = spans[key.at(0)]
            let held = try await store.read { try $0.hash(of: key) }
            guard let span, held != nil, isLater(key, span, report) else {
                fault(key, "it is booked, and stands on no chain")
                continue
            }
        }
        report.bookFaults = faults
        report.waiting = waiting
        try await comparePoints(&report)
    }

    /// Whether `key` is behind what was read of its chain, and the chain reaches there now.
    private func isLater(_ key: JournalKey, _ span: ChainWalk, _ report: AuditReport) -> Bool {
        let read = report.chains.first { $0.key.at(0) == key.at(0) }
        let end = read.map { $0.key.sequence + UInt64($0.records) } ?? 0
        return key.sequence > max(end, span.start.sequence) && key.sequence <= span.end.sequence
    }

    private func isMissing(_ key: JournalKey) async throws(StorageError) -> Bool {
        // A return may have been booked between the two looks.
        let before = key.at(key.sequence - 1)
        return try await store.read { try $0.sales(after: before, limit: 1) }.first?.key != key
    }

    /// Holds the points of every member against those of the sales.
    private func comparePoints(_ report: inout AuditReport) async throws(StorageError) {
        let ids = Set(lots.keys.map(\.programme))
        let (booked, sales) = try await store.read { reading in
            var booked: [Lot: Points] = [:]
            let known = try reading.programmes().map(\.programme.id)
            for id in ids.union(known) {
                for lot in try reading.lots(programme: id) {
                    booked[Lot(programme: id, member: lot.member, day: lot.day)] = lot.points
                }
            }
            let census = try reading.census()
            return (booked, census.sales + census.returns)
        }
        guard sales == count else {
            report.hasComparedPoints = false
            return
        }
        let differing = Set(booked.keys).union(lots.keys).filter {
            booked[$0, default: .zero] != lots[$0, default: .zero]
        }
        report.pointFaults = differing.sorted().map { lot in
            "member \(lot.member.number) has \(booked[lot, default: .zero].value) points of "
                + "\(lot.day) under \(lot.programme), and the sales brought "
                + "\(lots[lot, default: .zero].value)"
        }
    }

    private mutating func fault(_ key: JournalKey, _ detail: String) {
        faults.append(ChainReport.Fault(key: key, detail: detail))
    }

    /// The next booked sale, in order of record; nil after the last.
    private mutating func next() async throws(StorageError) -> SaleEntry? {
        if ahead.isEmpty, !isAtEnd {
            let (start, limit) = (last, Self.page)
            let page = try await store.read { try $0.sales(after: start, limit: limit) }
            ahead = page[...]
            last = page.last?.key
            isAtEnd = page.count < limit
        }
        return ahead.first
    }

    /// Goes past the next sale, whose points count.
    private mutating func advance() {
        let sale = ahead.removeFirst()
        count += 1
        for side in Posting.sides(of: sale) {
            guard case .member(let member) = side.account else { continue }
            let lot = Lot(programme: side.programme.id, member: member, day: side.day)
            lots[lot, default: .zero] += side.points
        }
    }
}

extension BookAudit.Lot: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        (left.programme, left.member, left.day) < (right.programme, right.member, right.day)
    }
}

extension JournalEntry {
    /// Whether kind, form and name are those of `record`; a copy of another has no name here.
    fileprivate func isNamed(as record: Record) -> Bool {
        kind == record.kind && schema == record.schema
            && (operation == nil || operation == record.operation)
    }
}

extension SaleEntry {
    /// Whether it is what `fact` states.
    ///
    /// What came back is worth what the hub counts by the sale and the returns before; who, where,
    /// when, of which sale and for how much is the till's word.
    fileprivate func follows(from fact: Fact) -> Bool {
        switch fact {
        case .saleCompleted(let sold): return self == SaleEntry(sold, statedBy: key)
        case .goodsReturned(let goods):
            let origin = ReturnOrigin(
                sale: goods.origin.sale,
                day: goods.origin.receipt.day,
                refund: goods.refund
            )
            return sale == goods.name && place == goods.place && receipt == goods.receipt
                && at == goods.at && member == goods.member && self.origin == origin
                && accrual?.programme == goods.programme
                && points <= .zero && .zero - points <= goods.points
        case .boot, .dayOpened, .dayClosed, .basket, .payment, .lease: return false
        }
    }
}
