public import Loyalty
public import Retail

/// A paid sale, whole: nothing else has to be read to book, print or re-compute it.
public struct CompletedSale: Hashable, Sendable {
    /// The sale's permanent name, the same as in its basket records.
    public let sale: OperationID
    /// The name that the sale has in the system it was taken over from, if any.
    public let reference: String?
    /// Where it was made.
    public let place: Place
    /// The number on its receipt, and the business day under which the books keep it.
    public let receipt: ReceiptNumber
    /// When it was paid.
    public let at: SaleTime
    /// Whom it was for.
    public let member: MemberID?
    /// The lines that stood at the end, in the order they were rung.
    public let lines: [LineItem]
    /// What was handed over.
    public let tenders: [Tender]
    /// What the customer got back.
    public let change: Money
    /// What the programme made of it; nil without a member.
    public let accrual: PinnedAccrual?
    /// What it has to do with leases; nil when nothing.
    public let leases: SaleLeases?

    /// A sale with these facts.
    public init(
        sale: OperationID,
        reference: String? = nil,
        place: Place,
        receipt: ReceiptNumber,
        at: SaleTime,
        member: MemberID?,
        lines: [LineItem],
        tenders: [Tender],
        change: Money,
        accrual: PinnedAccrual?,
        leases: SaleLeases? = nil
    ) {
        self.sale = sale
        self.reference = reference
        self.place = place
        self.receipt = receipt
        self.at = at
        self.member = member
        self.lines = lines
        self.tenders = tenders
        self.change = change
        self.accrual = accrual
        self.leases = leases
    }

    /// The sums of the lines.
    public var totals: SaleTotals {
        SaleTotals(lines)
    }

    /// What of it was paid with points.
    public var paidWithPoints: Money {
        tenders.lazy.filter { $0.kind == .points }.sum(\.amount)
    }

    /// How many points its tenders say that the member has spent.
    public var pointsSpent: Points {
        Points(tenders.first { $0.kind == .points }?.points ?? 0)
    }

    /// Why what it says about points as a tender cannot be true; nil when it can.
    ///
    /// Whoever pays with points spends them out of leases, of the member's own pool or on the
    /// shop's risk, and no fewer: a till that takes them and holds none would give them away twice.
    public var pointsFault: String? {
        let paid = tenders.filter { $0.kind == .points || $0.points != nil }
        let all = leases?.spent ?? []
        guard !all.contains(where: { $0.pool == .risk }) else {
            return "it spends the shop's money for nothing"
        }
        guard !paid.isEmpty else {
            let isRisked = all.contains { $0.worth != nil }
            return isRisked ? "it takes the shop's money, and no points pay for it" : nil
        }
        guard let member else { return "points of nobody pay for it" }
        // So many, at the most that a programme lets a point be worth, still fit 64 bits.
        let range: ClosedRange<Int64> = 1...1_000_000_000
        guard paid.count == 1, paid[0].kind == .points, let points = paid[0].points,
            range.contains(points)
        else { return "its tender of points is none" }
        let spends = all.filter { $0.pool == .points(member) }
        let spent = spends.reduce(0) { $0 + $1.units.total }
        guard spent == points else {
            return "\(points) points pay for it, and \(spent) are spent of leases"
        }
        return riskFault(all.filter { $0.worth != nil }, of: member, paid[0].amount, for: points)
    }

    /// Why the money that it takes on the shop's risk cannot be right; nil when it can.
    ///
    /// So much of the tender as there are points on risk in it, rounded up: nobody has to know what
    /// a point is worth to see that too little or too much was taken.
    private func riskFault(
        _ risked: [LeaseSpend],
        of member: MemberID,
        _ amount: Money,
        for points: Int64
    ) -> String? {
        guard let spend = risked.first, let worth = spend.worth else { return nil }
        guard risked.count == 1, spend.pool == .points(member),
            spend.units.entries.map(\.unit) == [.lot(nil)]
        else { return "its points on the shop's risk are not the member's, or not in one piece" }
        let count = spend.units.total
        let share = amount.share(of: Points(count), in: Points(points))
        guard worth == share else {
            return "\(count) of its \(points) points are on the shop's risk for \(worth), and "
                + "that part of \(amount) is \(share)"
        }
        return nil
    }
}

/// The points that a sale brought, with the rules by which the till counted them.
///
/// The hub counts again by the same rules and flags a difference; it never overwrites this.
public struct PinnedAccrual: Hashable, Sendable {
    /// The programme and its version, `r1@1`.
    public let programme: ProgrammeVersion
    /// The base and the points.
    public let accrual: Accrual

    /// `accrual`, as `programme` counts it.
    public init(programme: ProgrammeVersion, accrual: Accrual) {
        self.programme = programme
        self.accrual = accrual
    }
}
