internal import Loyalty
internal import Members
internal import Retail

/// Sums over sales that become a report, in whatever order the sales come.
protocol Tally: Sendable {
    /// Takes one sale into the sums.
    mutating func add(_ sale: SaleEntry)
    /// The table; `prefix` is the programme's, for the column of points.
    func report(prefix: String) -> HubReport
}

/// A till's or a whole store's day.
struct PlaceDay: Hashable, Comparable {
    var store: Int32
    var till: Int32 = 0
    var day: BusinessDay

    static func < (left: PlaceDay, right: PlaceDay) -> Bool {
        (left.store, left.till, left.day) < (right.store, right.till, right.day)
    }
}

/// What every store sold on every day.
struct StoreDays: Tally {
    struct Sums {
        var sales: Int64 = 0
        var members: Set<MemberID> = []
        var lines: Int64 = 0
        var totals = SaleTotals()
        var due = Money.zero
        var points = Points.zero
    }

    private var days: [PlaceDay: Sums] = [:]

    mutating func add(_ sale: SaleEntry) {
        let key = PlaceDay(store: sale.place.store, day: sale.receipt.day)
        days[key, default: Sums()].add(sale)
    }

    func report(prefix: String) -> HubReport {
        HubReport(
            .storeDays,
            columns: [
                "store", "date", "sales", "members", "lines", "gross", "retail_disc", "match_disc",
                "net", "coupon_disc", "paid", "due", "\(prefix)_points",
            ],
            rows: days.sorted { $0.key < $1.key }.map { key, sums in
                [
                    .number(Int64(key.store)), .day(key.day), .number(sums.sales),
                    .count(sums.members.count), .number(sums.lines),
                ] + sums.totals.values + [
                    .money(sums.totals.payable), .money(sums.due), .number(sums.points.value),
                ]
            }
        )
    }
}

extension StoreDays.Sums {
    mutating func add(_ sale: SaleEntry) {
        sales += Int64(sale.sales)
        if sale.origin == nil, let member = sale.member { members.insert(member) }
        lines += Int64(sale.lines)
        totals.add(sale.totals)
        due += sale.due
        points += sale.points
    }
}

/// What every till sold on every day.
struct TillDays: Tally {
    private struct Sums {
        var sales: Int64 = 0
        var lastReceipt: Int32 = 0
        var net = Money.zero
        var makerCoupon = Money.zero
        var due = Money.zero
        var points = Points.zero
    }

    private var days: [PlaceDay: Sums] = [:]

    mutating func add(_ sale: SaleEntry) {
        let key = PlaceDay(store: sale.place.store, till: sale.place.till, day: sale.receipt.day)
        var sums = days[key] ?? Sums()
        sums.sales += Int64(sale.sales)
        sums.lastReceipt = max(sums.lastReceipt, sale.receipt.number)
        sums.net += sale.totals.net
        sums.makerCoupon += sale.totals.makerCoupon
        sums.due += sale.due
        sums.points += sale.points
        days[key] = sums
    }

    func report(prefix: String) -> HubReport {
        HubReport(
            .tillDays,
            columns: [
                "store", "till", "date", "sales", "last_receipt", "net", "coupon_disc", "due",
                "\(prefix)_points",
            ],
            rows: days.sorted { $0.key < $1.key }.map { key, sums in
                [
                    .number(Int64(key.store)), .number(Int64(key.till)), .day(key.day),
                    .number(sums.sales), .number(Int64(sums.lastReceipt)), .money(sums.net),
                    .money(sums.makerCoupon), .money(sums.due), .number(sums.points.value),
                ]
            }
        )
    }
}

extension SaleTotals {
    /// Takes the sums of another sale into these.
    mutating func add(_ other: SaleTotals) {
        gross += other.gross
        memberDiscount += other.memberDiscount
        couponMatch += other.couponMatch
        net += other.net
        makerCoupon += other.makerCoupon
    }

    /// Gross, both discounts, net and maker's coupon, as reports write them.
    var values: [ReportValue] {
        [
            .money(gross), .money(memberDiscount), .money(couponMatch), .money(net),
            .money(makerCoupon),
        ]
    }
}

extension ReportValue {
    /// An amount in minor units.
    static func money(_ amount: Money) -> ReportValue { .number(amount.minorUnits) }
}
