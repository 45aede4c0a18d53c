internal import Loyalty
internal import Records
internal import Retail

/// What a record states, or why it cannot be read.
struct Statement {
    let key: JournalKey
    let fact: Result<Fact, FactFault>
    /// The record's own clock, in milliseconds since 1970.
    let clock: Int64

    /// What `record`, which stands at `key`, states.
    init(_ record: Record, at key: JournalKey, _ fact: Result<Fact, FactFault>) {
        self.key = key
        self.fact = fact
        clock = record.stamp.hybrid.milliseconds
    }

    /// Whether goods came back.
    var isReturn: Bool {
        if case .success(.goodsReturned) = fact { true } else { false }
    }
}

/// How the hub books what records state.
extension HubCore {
    /// A sale on its way into the books.
    struct Booking {
        let entry: SaleEntry
        var differences: [String]
    }

    /// Gives facts their effect, once.
    ///
    /// - Parameter desk: The lease books, as far as `statements` need them.
    /// - Returns: What became of the records that are not simply applied.
    func apply(
        _ statements: [Statement],
        at place: Place?,
        _ desk: inout LeaseDesk,
        _ transaction: any HubTransaction
    ) throws -> [JournalKey: Standing] {
        var standings: [JournalKey: Standing] = [:]
        var bookings: [Booking] = []
        for statement in statements {
            switch statement.fact {
            case .success(.saleCompleted(let sale)):
                if let reason = sale.contradiction(at: place) ?? desk.contradiction(of: sale) {
                    standings[statement.key] = .setAside(reason)
                } else {
                    bookings.append(try booking(of: sale, statedBy: statement.key, transaction))
                }
            case .success(.lease(let fact)):
                standings[statement.key] = fact.contradiction(by: statement.key.holder)
                    .map(Standing.setAside)
            case .success(.boot), .success(.dayOpened), .success(.dayClosed), .success(.basket),
                .success(.payment), .success(.goodsReturned):
                // Goods come back of what is booked, so returns come after all sales. The others
                // are evidence: nothing is booked before the sale is paid, a card that paid it
                // stands among the sale's tenders, and a close sums what was booked.
                break
            case .failure(let fault):
                standings[statement.key] = Standing(fault)
            }
        }
        if !bookings.isEmpty { try book(bookings, &standings, transaction) }
        var returned: [JournalKey: Points] = [:]
        for statement in statements {
            guard case .success(.goodsReturned(let goods)) = statement.fact else { continue }
            returned[statement.key] = try book(
                goods,
                statedBy: statement.key,
                at: place,
                &standings,
                transaction
            )
        }
        for statement in statements {
            let isApplied = standings[statement.key] == nil
            let points = returned[statement.key] ?? .zero
            try desk.take(statement, isApplied: isApplied, returned: points) {
                try self.programme($0, transaction)?.lots
            }
        }
        return standings
    }

    private func booking(
        of sale: CompletedSale,
        statedBy key: JournalKey,
        _ reading: any HubReading
    ) throws -> Booking {
        let rules = try sale.accrual.flatMap { try programme($0.programme, reading) }
        return Booking(
            entry: SaleEntry(sale, statedBy: key),
            differences: sale.differences(recountedBy: rules)
        )
    }

    func book(
        _ bookings: [Booking],
        _ standings: inout [JournalKey: Standing],
        _ transaction: any HubTransaction
    ) throws {
        var bookings = bookings
        for refusal in try transaction.book(bookings.map(\.entry)) {
            guard let index = bookings.firstIndex(where: { $0.entry.key == refusal.key }) else {
                continue
            }
            let sale = bookings[index].entry
            if let other = try twin(of: sale, refusal, transaction),
                try transaction.book([sale], sharesReceipts: true).isEmpty
            {
                let number = "receipt \(sale.receipt.number) of \(sale.receipt.day)"
                bookings[index].differences.append("\(number) was given twice, also by \(other)")
            } else {
                standings[refusal.key] = .setAside(try detail(refusal, of: sale, transaction))
            }
        }
        let differences = bookings.compactMap { booking -> Difference? in
            guard !booking.differences.isEmpty, standings[booking.entry.key] == nil else {
                return nil
            }
            let detail = booking.differences.joined(separator: "; ")
            return Difference(key: booking.entry.key, detail: detail)
        }
        if !differences.isEmpty { try transaction.flag(differences) }
    }

    /// The record that booked another sale with the receipt of `sale`, when both may be true: boxes
    /// that were one have counted on from the same number, each on a chain of its own.
    private func twin(
        of sale: SaleEntry,
        _ refusal: Unbooked,
        _ reading: any HubReading
    ) throws -> JournalKey? {
        guard case .isTaken = refusal.reason, try reading.booking(of: sale.sale) == nil,
            let other = try reading.booking(
                of: ReceiptKey(place: sale.place, receipt: sale.receipt)
            ),
            other.at(0) != sale.key.at(0), other.branch > 0 || sale.key.branch > 0
        else { return nil }
        return other
    }

    /// Why `sale` is not in the books, for the person who looks.
    private func detail(
        _ refusal: Unbooked,
        of sale: SaleEntry,
        _ reading: any HubReading
    ) throws -> String {
        if case .cannotBeHeld(let detail) = refusal.reason {
            return "the hub's store cannot hold the sale: \(detail)"
        }
        if let booked = try reading.booking(of: sale.sale) {
            return "the sale \(sale.sale) is booked already, by \(booked)"
        }
        let receipt = ReceiptKey(place: sale.place, receipt: sale.receipt)
        let booked = try reading.booking(of: receipt)?.description ?? "another record"
        return "receipt \(sale.receipt.number) of \(sale.place) on \(sale.receipt.day) belongs to "
            + "another sale, booked by \(booked)"
    }
}

extension Standing {
    /// What becomes of a record whose body cannot be read.
    fileprivate init(_ fault: FactFault) {
        self =
            switch fault {
            case .unknown(let kind, let schema):
                .deferred("kind \(kind.rawValue) in form \(schema) comes from a later program")
            case .malformed(let detail):
                .setAside("the body is not readable: \(detail)")
            }
    }
}
