import Loyalty
import Retail
import TradeFolder

/// The sums of a month by store and day, by till and day, and by department, as their reports are
/// written.
struct MonthBooks {
    fileprivate struct Sums {
        var sales: Set<String> = []
        var members: Set<MemberID> = []
        var lines = 0
        var totals = SaleTotals()
        var due = Money.zero
        var points = Points.zero
        var lastReceipt: Int32 = 0
    }

    private struct TillDay: Hashable {
        var place: Place
        var day: BusinessDay
    }

    private var byTill: [TillDay: Sums] = [:]
    private var byStore: [TillDay: Sums] = [:]
    private var byDepartment: [String: Sums] = [:]

    mutating func add(_ sale: TradeSale, _ items: [LineItem], by programme: Programme) {
        let store = Place(store: sale.place.store, till: 0)
        let points = programme.accrual(for: items).points
        Self.add(sale, items, points, to: &byTill[.init(place: sale.place, day: sale.day), default: .init()])
        Self.add(sale, items, points, to: &byStore[.init(place: store, day: sale.day), default: .init()])
        for item in items {
            let name = item.article.department ?? "(not in catalogue)"
            byDepartment[name, default: Sums()].note(sale, [item])
        }
    }

    private static func add(
        _ sale: TradeSale,
        _ items: [LineItem],
        _ points: Points,
        to sums: inout Sums
    ) {
        sums.note(sale, items)
        sums.due += SaleTotals(items).due
        sums.points += points
        sums.lastReceipt = max(sums.lastReceipt, sale.receipt)
    }

    var storeDays: [String] {
        let header = "store,date,sales,members,lines,gross,retail_disc,match_disc,net,coupon_disc,"
            + "paid,due,r1_points"
        return [header] + sorted(byStore).map { key, sums in
            row(
                key.place.store, key.day, sums.sales.count, sums.members.count, sums.lines,
                sums.amounts, sums.totals.payable.minorUnits, sums.due.minorUnits, sums.points
            )
        }
    }

    var tillDays: [String] {
        ["store,till,date,sales,last_receipt,net,coupon_disc,due,r1_points"]
            + sorted(byTill).map { key, sums in
                row(
                    key.place.store, key.place.till, key.day, sums.sales.count, sums.lastReceipt,
                    sums.totals.net.minorUnits, sums.totals.makerCoupon.minorUnits,
                    sums.due.minorUnits, sums.points
                )
            }
    }

    var departments: [String] {
        let header = "department,lines,sales,members,gross,retail_disc,match_disc,net,coupon_disc"
        return [header] + byDepartment.sorted { $0.key < $1.key }.map { name, sums in
            let name = name.contains(",") ? "\"\(name)\"" : name
            return row(name, sums.lines, sums.sales.count, sums.members.count, sums.amounts)
        }
    }

    private func sorted(_ books: [TillDay: Sums]) -> [(key: TillDay, value: Sums)] {
        books.sorted { ($0.key.place, $0.key.day) < ($1.key.place, $1.key.day) }
    }

    private func row(_ fields: any CustomStringConvertible...) -> String {
        fields.map(\.description).joined(separator: ",")
    }
}

extension MonthBooks.Sums {
    fileprivate mutating func note(_ sale: TradeSale, _ items: [LineItem]) {
        sales.insert(sale.reference)
        if let member = sale.member { members.insert(member) }
        lines += items.count
        for item in items {
            totals.add(item)
        }
    }

    /// Gross, both discounts, net and makers' coupons.
    fileprivate var amounts: String {
        [totals.gross, totals.memberDiscount, totals.couponMatch, totals.net, totals.makerCoupon]
            .map { String($0.minorUnits) }.joined(separator: ",")
    }
}
