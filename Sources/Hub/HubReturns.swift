internal import DurableSQLite
internal import Loyalty
internal import Records
internal import Retail

/// How the hub books goods that came back.
///
/// What a return is worth follows from its sale and from the returns that are booked already, so
/// the hub reads their records and counts as the till did. Goods that cannot have come back are set
/// aside; a till's sum that differs stands, and a person is told.
extension HubCore {
    /// Books a return after the sales, or says what becomes of it.
    ///
    /// - Returns: The points that went back.
    func book(
        _ goods: GoodsReturn,
        statedBy key: JournalKey,
        at place: Place?,
        _ standings: inout [JournalKey: Standing],
        _ transaction: any HubTransaction
    ) throws -> Points {
        if let reason = goods.contradiction(at: place) {
            standings[key] = .setAside(reason)
            return .zero
        }
        guard let (before, rules) = try returns(before: goods, transaction) else {
            standings[key] = .deferred("the sale \(goods.origin.sale) is not booked yet")
            return .zero
        }
        var returns = before
        switch booking(of: goods, statedBy: key, &returns, rules) {
        case .success(let booking):
            try book([booking], &standings, transaction)
            return .zero - booking.entry.points
        case .failure(let fault):
            standings[key] = .setAside(fault.detail)
            return .zero
        }
    }

    /// What is back of the sale that `goods` were sold in, and the rules by which it earned; nil
    /// while it is not booked.
    private func returns(
        before goods: GoodsReturn,
        _ reading: any HubReading
    ) throws -> (SaleReturns, Programme?)? {
        guard let key = try reading.booking(of: goods.origin.sale),
            case .saleCompleted(let sale)? = try fact(at: key, reading)
        else { return nil }
        let rules = try sale.accrual.flatMap { try programme($0.programme, reading) }
        var returns = SaleReturns(sale)
        for key in try reading.returns(of: sale.sale) {
            guard case .goodsReturned(let earlier)? = try fact(at: key, reading) else { continue }
            _ = returns.take(earlier, by: rules)
        }
        return (returns, rules)
    }

    private func fact(at key: JournalKey, _ reading: any HubReading) throws -> Fact? {
        let entries = try reading.records(after: key.at(key.sequence - 1), limit: 1)
        guard let entry = entries.first, entry.key == key else { return nil }
        return (try? Record(entry.bytes)).flatMap { try? Fact($0) }
    }

    private func booking(
        of goods: GoodsReturn,
        statedBy key: JournalKey,
        _ returns: inout SaleReturns,
        _ rules: Programme?
    ) -> Result<Booking, SaleReturns.Contradiction> {
        let weighted = returns.sale.accrual?.accrual.weighted ?? .zero
        let before = returns.machine.share(of: weighted)
        return returns.take(goods, by: rules).map { taken in
            let accrual = Accrual(
                weighted: returns.machine.share(of: weighted) - before,
                points: taken.points
            )
            return Booking(
                entry: SaleEntry(goods, statedBy: key, taken.worth.refund.lines, accrual),
                differences: goods.differences(from: taken.worth)
            )
        }
    }
}

/// Returns that came before their sale.
extension HubCore {
    /// The deferred returns of sales that `statements` have booked.
    func returns(
        awaiting statements: [Statement],
        _ reading: any HubReading
    ) throws -> [JournalKey] {
        let sales = Set(statements.compactMap(\.sale))
        guard !sales.isEmpty else { return [] }
        return try reading.deferredReturns().filter { key in
            guard case .goodsReturned(let goods)? = try fact(at: key, reading) else { return false }
            return sales.contains(goods.origin.sale)
        }
    }

    /// Applies records whose time has come, each in a commit of its own: what one claims is in
    /// order, and those of several devices together would not be.
    ///
    /// One that fails stays deferred: the next start finds it.
    ///
    /// - Returns: How many no longer wait.
    @discardableResult
    func applyAgain(_ keys: [JournalKey]) async -> Int {
        var count = 0
        for key in keys {
            let isApplied = try? await commit { try self.applyAgain(key, $0) }
            if isApplied == true { count += 1 }
        }
        return count
    }
}

extension Statement {
    /// The sale that it says was paid.
    fileprivate var sale: OperationID? {
        if case .success(.saleCompleted(let sale)) = fact { sale.sale } else { nil }
    }
}

extension GoodsReturn {
    /// Why the return cannot be true, whatever was sold; nil when it can.
    fileprivate func contradiction(at place: Place?) -> String? {
        if let place, self.place != place {
            return "it is from \(self.place), and the device is \(place)"
        }
        guard receipt.number >= 1 else { return "its receipt has the number \(receipt.number)" }
        guard BusinessDay.likely.contains(receipt.day) else {
            return "its business day is \(receipt.day)"
        }
        return nil
    }

    /// What the hub counts otherwise than the till; the till's money and points stand.
    fileprivate func differences(from worth: SaleReturns.Worth) -> [String] {
        var found: [String] = []
        if refund != worth.refund.amount {
            found.append("the goods are worth \(worth.refund.amount), and \(refund) went back")
        }
        if points != worth.points {
            found.append("they had earned \(worth.points) points, and \(points) went back")
        }
        return found
    }
}
