internal import Loyalty
internal import Members
internal import Records
internal import Retail

/// What every department sold.
struct Departments: Tally {
    private struct Sums {
        var lines: Int64 = 0
        var sales: Int64 = 0
        var members: Set<MemberID> = []
        var totals = SaleTotals()
    }

    /// What stands for the department of items that the catalogue lacks.
    private static let unlisted = "(not in catalogue)"

    private var departments: [String: Sums] = [:]

    mutating func add(_ sale: SaleEntry) {
        for part in sale.departments {
            let name = part.department ?? Self.unlisted
            departments[name, default: Sums()].lines += Int64(part.lines)
            departments[name, default: Sums()].sales += Int64(sale.sales)
            departments[name, default: Sums()].totals.add(part.totals)
            if sale.origin == nil, let member = sale.member {
                departments[name, default: Sums()].members.insert(member)
            }
        }
    }

    func report(prefix: String) -> HubReport {
        HubReport(
            .departments,
            columns: [
                "department", "lines", "sales", "members", "gross", "retail_disc", "match_disc",
                "net", "coupon_disc",
            ],
            rows: departments.sorted { $0.key < $1.key }.map { name, sums in
                [
                    .text(name), .number(sums.lines), .number(sums.sales),
                    .count(sums.members.count),
                ] + sums.totals.values
            }
        )
    }
}

/// Every sale and every return on a line of its own.
///
/// What differs between two hubs with the same trade is left out.
struct SaleLines: Tally {
    private var sales: [SaleEntry] = []

    mutating func add(_ sale: SaleEntry) {
        sales.append(sale)
    }

    func report(prefix: String) -> HubReport {
        HubReport(
            .sales,
            columns: [
                "at", "reference", "store", "till", "date", "receipt", "member", "lines", "gross",
                "retail_disc", "match_disc", "net", "coupon_disc", "due", "programme", "weighted",
                "points", "departments",
            ],
            rows: sales.sorted(by: Self.comesFirst).map(Self.values)
        )
    }

    /// In order of time and reference; sales without one go by till and receipt.
    private static func comesFirst(_ left: SaleEntry, _ right: SaleEntry) -> Bool {
        if left.at.unixSeconds != right.at.unixSeconds {
            return left.at.unixSeconds < right.at.unixSeconds
        }
        if left.reference != right.reference {
            return (left.reference ?? "") < (right.reference ?? "")
        }
        if left.place != right.place { return left.place < right.place }
        return (left.receipt.day, left.receipt.number) < (right.receipt.day, right.receipt.number)
    }

    private static func values(_ sale: SaleEntry) -> [ReportValue] {
        [
            .text(sale.at.description), sale.reference.map(ReportValue.text) ?? .none,
            .number(Int64(sale.place.store)), .number(Int64(sale.place.till)),
            .day(sale.receipt.day), .number(Int64(sale.receipt.number)),
            sale.member.map { .number($0.number) } ?? .none, .count(sale.lines),
        ] + sale.totals.values + [
            .money(sale.due),
            sale.accrual.map { .text($0.programme.description) } ?? .none,
            sale.accrual.map { .money($0.accrual.weighted) } ?? .none,
            .number(sale.points.value),
            .text(sale.departments.map(brief).joined(separator: " | ")),
        ]
    }

    /// A department's lines and sums: `GROCERY 3 1197 0 0 1197 0`.
    private static func brief(_ sums: DepartmentSums) -> String {
        let amounts = sums.totals.values.map(\.csv).joined(separator: " ")
        return "\(sums.department ?? "-") \(sums.lines) \(amounts)"
    }
}
