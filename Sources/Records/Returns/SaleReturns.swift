public import Loyalty
public import Retail

/// A paid sale with all that has come back of it: the same on the till, in its journal and at the
/// hub.
///
/// Points follow the goods as well: whoever keeps a part of a sale keeps what that part would have
/// earned by the rules that the sale pins. Where those rules are not there, points go with the
/// money.
public struct SaleReturns: Hashable, Sendable {
    /// The sale.
    public let sale: CompletedSale
    /// What is back of it.
    public private(set) var machine: ReturnMachine
    /// The money that has gone back.
    public private(set) var refunded = Money.zero
    /// The points that have gone back.
    public private(set) var points = Points.zero

    /// `sale`, of which everything is kept.
    public init(_ sale: CompletedSale) {
        self.sale = sale
        machine = ReturnMachine(lines: sale.lines, tenders: sale.tenders, change: sale.change)
    }

    /// What one return comes to.
    public struct Worth: Hashable, Sendable {
        /// Goods and money.
        public let refund: ReturnMachine.Refund
        /// Points.
        public let points: Points
    }

    /// What it comes to when the customer gives this back now.
    ///
    /// - Parameter rules: The programme that the sale pins, where it is known.
    public func worth(
        of event: ReturnMachine.Event,
        by rules: Programme?
    ) -> Result<Worth, Refusal> {
        guard sale.leases == nil else { return .failure(.paidWithLeases) }
        var next = machine
        switch next.handle(event) {
        case .refuse(let refusal):
            return .failure(.goods(refusal))
        case .refund(let refund):
            let due = earned - kept(by: next, rules) - points
            let left = earned - points
            return .success(Worth(refund: refund, points: max(.zero, min(due, left))))
        }
    }

    /// What the sale had earned.
    public var earned: Points { sale.accrual?.accrual.points ?? .zero }

    private func kept(by machine: ReturnMachine, _ rules: Programme?) -> Points {
        guard !machine.isWhole, let pinned = sale.accrual else { return .zero }
        guard let rules, rules.pinned == pinned.programme else {
            let back = machine.share(of: Money(minorUnits: earned.value))
            return earned - Points(back.minorUnits)
        }
        return rules.accrual(for: machine.kept).points
    }

    /// What a return that was made comes to in these books.
    public struct Taken: Hashable, Sendable {
        /// What they would have given for it.
        public let worth: Worth
        /// The points that went back: no more than were left.
        ///
        /// Two tills that know nothing of each other each round for themselves.
        public let points: Points
    }

    /// Takes down a return that was made.
    ///
    /// - Returns: What it comes to; why it cannot be true, in words for the person who looks, when
    ///   it contradicts these books: nothing has changed then.
    public mutating func take(
        _ stated: GoodsReturn,
        by rules: Programme?
    ) -> Result<Taken, Contradiction> {
        if let fault = mismatch(of: stated) { return .failure(Contradiction(fault)) }
        switch worth(of: .giveBack(stated.items), by: rules) {
        case .failure(let refusal):
            return .failure(Contradiction(refusal.description))
        case .success(let worth):
            if let fault = excess(of: stated) { return .failure(Contradiction(fault)) }
            _ = machine.handle(.giveBack(stated.items))
            refunded += stated.refund
            let back = min(stated.points, earned - points)
            points += back
            return .success(Taken(worth: worth, points: back))
        }
    }

    /// Whether it is about this sale.
    private func mismatch(of stated: GoodsReturn) -> String? {
        guard stated.origin == GoodsReturn.Origin(sale) else { return "it names another sale" }
        guard stated.member == sale.member else { return "the sale was for another member" }
        guard stated.programme == sale.accrual?.programme else {
            return "the sale earned by other rules"
        }
        return nil
    }

    /// Whether it gives more than there is.
    private func excess(of stated: GoodsReturn) -> String? {
        guard stated.tenders.allSatisfy({ $0.amount > .zero && $0.amount <= sale.totals.due })
        else { return "a refund is not an amount of the sale" }
        guard stated.refund <= sale.totals.due - refunded else {
            return "it gives \(stated.refund) back, and \(sale.totals.due - refunded) is left"
        }
        guard stated.points >= .zero, stated.points <= earned else {
            return "it takes \(stated.points) points, and the sale had earned \(earned)"
        }
        return nil
    }
}

extension SaleReturns {
    /// Why goods are not taken back.
    public enum Refusal: Error, Hashable, Sendable {
        /// The goods do not allow it.
        case goods(ReturnMachine.Refusal)
        /// Points or codes paid for a part of it: no program gives those back yet.
        case paidWithLeases
    }

    /// Why a stated return cannot be true.
    public struct Contradiction: Error, Hashable, Sendable {
        /// In words, for the person who looks.
        public let detail: String

        init(_ detail: String) {
            self.detail = detail
        }
    }
}

extension SaleReturns.Refusal: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        switch self {
        case .goods(let refusal): refusal.description
        case .paidWithLeases: "Points or coupons paid for a part of it. Ask the office."
        }
    }
}
