internal import Loyalty
internal import Records
internal import Retail

/// How the hub books what records state.
extension HubCore {
    /// Gives a fact its effect, once.
    func apply(
        _ fact: Result<Fact, FactFault>,
        statedBy key: JournalKey,
        at place: Place,
        _ transaction: any HubTransaction
    ) throws -> Standing {
        switch fact {
        case .success(.saleCompleted(let sale)):
            return try book(sale, statedBy: key, at: place, transaction)
        case .success(.boot), .success(.dayOpened), .success(.basket), .success(.payment):
            // They are evidence: nothing is booked before the sale is paid, and a card that paid it
            // stands among the sale's tenders.
            return .applied
        case .failure(.unknown(let kind, let schema)):
            return .deferred("kind \(kind.rawValue) in form \(schema) comes from a later program")
        case .failure(.malformed(let detail)):
            return .setAside("the body is not readable: \(detail)")
        }
    }

    private func book(
        _ sale: CompletedSale,
        statedBy key: JournalKey,
        at place: Place,
        _ transaction: any HubTransaction
    ) throws -> Standing {
        if let reason = sale.contradiction(at: place) { return .setAside(reason) }
        if let booked = try transaction.booking(of: sale.sale) {
            return .setAside("the sale \(sale.sale) is booked already, by \(booked)")
        }
        let receipt = ReceiptKey(place: sale.place, receipt: sale.receipt)
        if let booked = try transaction.booking(of: receipt) {
            return .setAside(
                "receipt \(sale.receipt.number) of \(sale.place) on \(sale.receipt.day) belongs to "
                    + "another sale, booked by \(booked)"
            )
        }
        try transaction.book(SaleEntry(sale, statedBy: key))
        let rules = try sale.accrual.flatMap { try programme($0.programme, transaction) }
        let found = sale.differences(recountedBy: rules)
        if !found.isEmpty {
            try transaction.flag(Difference(key: key, detail: found.joined(separator: "; ")))
        }
        return .applied
    }
}
