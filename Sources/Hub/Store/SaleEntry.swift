public import Loyalty
public import Records
public import Retail

/// One booked sale: the sums that reports need, kept beside the record that states it.
///
/// Everything here follows from the record; nothing here is newer or truer than the record.
///
/// A return is booked like a sale, on its own day and with its own receipt, its sums and points
/// below zero: whoever adds entries up has what remained.
public struct SaleEntry: Hashable, Sendable {
    /// The record that states the sale.
    public let key: JournalKey
    /// The permanent name of the sale, or of the return.
    public let sale: OperationID
    /// Its name in the system it was taken over from.
    public let reference: String?
    /// Where it was made.
    public let place: Place
    /// Its receipt, and the day under which the books keep it.
    public let receipt: ReceiptNumber
    /// When it was paid.
    public let at: SaleTime
    /// Whom it was for.
    public let member: MemberID?
    /// How many lines it sold.
    public let lines: Int
    /// The sums of its lines.
    public let totals: SaleTotals
    /// The points, as the till counted them.
    public let accrual: PinnedAccrual?
    /// The same sums by department, in order of department.
    public let departments: [DepartmentSums]
    /// Of which sale goods came back; nil for a sale.
    public let origin: ReturnOrigin?

    /// An entry of these facts.
    public init(
        key: JournalKey,
        sale: OperationID,
        reference: String?,
        place: Place,
        receipt: ReceiptNumber,
        at: SaleTime,
        member: MemberID?,
        lines: Int,
        totals: SaleTotals,
        accrual: PinnedAccrual?,
        departments: [DepartmentSums],
        origin: ReturnOrigin? = nil
    ) {
        self.key = key
        self.sale = sale
        self.reference = reference
        self.place = place
        self.receipt = receipt
        self.at = at
        self.member = member
        self.lines = lines
        self.totals = totals
        self.accrual = accrual
        self.departments = departments
        self.origin = origin
    }

    /// What `record` states, booked.
    public init(_ fact: CompletedSale, statedBy key: JournalKey) {
        self.init(
            key: key,
            sale: fact.sale,
            reference: fact.reference,
            place: fact.place,
            receipt: fact.receipt,
            at: fact.at,
            member: fact.member,
            lines: fact.lines.count,
            totals: fact.totals,
            accrual: fact.accrual,
            departments: DepartmentSums.of(fact.lines)
        )
    }

    /// What `goods` states, booked.
    ///
    /// - Parameters:
    ///   - lines: What came back, as the hub counts it: a sale and its returns sum to zero whatever
    ///     a till has written.
    ///   - accrual: What no longer counts for points, and the points that went back.
    public init(
        _ goods: GoodsReturn,
        statedBy key: JournalKey,
        _ lines: [ReturnedLine],
        _ accrual: Accrual
    ) {
        let lines = lines.map(\.item.negated)
        self.init(
            key: key,
            sale: goods.name,
            reference: nil,
            place: goods.place,
            receipt: goods.receipt,
            at: goods.at,
            member: goods.member,
            lines: 0,
            totals: SaleTotals(lines),
            accrual: goods.programme.map { programme in
                PinnedAccrual(
                    programme: programme,
                    accrual: Accrual(
                        weighted: -accrual.weighted,
                        points: .zero - accrual.points
                    )
                )
            },
            departments: DepartmentSums.of(lines).map(\.withoutLines),
            origin: ReturnOrigin(
                sale: goods.origin.sale,
                day: goods.origin.receipt.day,
                refund: goods.refund
            )
        )
    }

    /// The points that the sale brought, below zero for a return; zero without a member.
    public var points: Points { accrual?.accrual.points ?? .zero }
    /// What the customer owed, below zero where money went back.
    public var due: Money { origin.map { -$0.refund } ?? totals.due }
    /// How many sales it is.
    public var sales: Int { origin == nil ? 1 : 0 }
}

/// Of which sale goods came back, and what the customer got for them.
public struct ReturnOrigin: Hashable, Sendable {
    /// The sale's permanent name.
    public let sale: OperationID
    /// The day under which the books keep it: its points are of that day's lot.
    public let day: BusinessDay
    /// What went back.
    public let refund: Money

    /// An origin of these facts.
    public init(sale: OperationID, day: BusinessDay, refund: Money) {
        self.sale = sale
        self.day = day
        self.refund = refund
    }
}

extension LineItem {
    /// The line with its amounts below zero.
    fileprivate var negated: LineItem {
        LineItem(
            article: article,
            quantity: quantity,
            gross: -gross,
            memberDiscount: -memberDiscount,
            couponMatch: -couponMatch,
            makerCoupon: -makerCoupon
        )
    }
}

/// What one sale sold of one department.
public struct DepartmentSums: Hashable, Sendable {
    /// The department; nil for items that the catalogue lacks.
    public let department: String?
    /// How many lines.
    public var lines = 0
    /// The sums of these lines.
    public var totals = SaleTotals()

    /// Nothing of `department` yet.
    public init(department: String?) {
        self.department = department
    }

    /// `lines` by department, the items that the catalogue lacks first.
    public static func of(_ lines: [LineItem]) -> [DepartmentSums] {
        var sums: [DepartmentSums] = []
        for line in lines {
            let name = line.article.department.flatMap { $0.isEmpty ? nil : $0 }
            // A basket has a handful of departments: looking through them beats hashing names.
            let index = sums.firstIndex { $0.department == name } ?? sums.endIndex
            if index == sums.endIndex { sums.append(DepartmentSums(department: name)) }
            sums[index].lines += 1
            sums[index].totals.add(line)
        }
        return sums.sorted { ($0.department ?? "") < ($1.department ?? "") }
    }

    /// The sums of what came back: nothing was sold.
    fileprivate var withoutLines: DepartmentSums {
        var sums = self
        sums.lines = 0
        return sums
    }
}

/// A receipt as the books know it: no two sales share one.
public struct ReceiptKey: Hashable, Sendable {
    /// The till.
    public let place: Place
    /// The day and the number.
    public let receipt: ReceiptNumber

    /// The receipt `receipt` of the till at `place`.
    public init(place: Place, receipt: ReceiptNumber) {
        self.place = place
        self.receipt = receipt
    }
}
