public import Loyalty
public import Records
public import Retail

/// One booked sale: the sums that reports need, kept beside the record that states it.
///
/// Everything here follows from the record; nothing here is newer or truer than the record.
public struct SaleEntry: Hashable, Sendable {
    /// The record that states the sale.
    public let key: JournalKey
    /// The sale's permanent name.
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
    /// How many lines it has.
    public let lines: Int
    /// The sums of its lines.
    public let totals: SaleTotals
    /// The points, as the till counted them.
    public let accrual: PinnedAccrual?
    /// The same sums by department, in order of department.
    public let departments: [DepartmentSums]

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
        departments: [DepartmentSums]
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

    /// The points that the sale brought; zero without a member.
    public var points: Points { accrual?.accrual.points ?? .zero }
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
