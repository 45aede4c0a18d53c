import Loyalty
import Members
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
        let tillDay = TillDay(place: sale.place, day: sale.day)
        let storeDay = TillDay(place: store, day: sale.day)
        Self.add(sale, items, points, to: &byTill[tillDay, default: Sums()])
        Self.add(sale, items, points, to: &byStore[storeDay, default: Sums()])
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
        var rows = [
            "store,date,sales,members,lines,gross,retail_disc,match_disc,net,coupon_disc,paid,due,"
                + "r1_points"
        ]
        for (key, sums) in sorted(byStore) {
            let counts = "\(sums.sales.count),\(sums.members.count),\(sums.lines)"
            let paid = sums.totals.payable.minorUnits
            rows.append(
                "\(key.place.store),\(key.day),\(counts),\(sums.amounts),\(paid),"
                    + "\(sums.due.minorUnits),\(sums.points)"
            )
        }
        return rows
    }

    var tillDays: [String] {
        var rows = ["store,till,date,sales,last_receipt,net,coupon_disc,due,r1_points"]
        for (key, sums) in sorted(byTill) {
            let amounts = [sums.totals.net, sums.totals.makerCoupon, sums.due]
                .map { String($0.minorUnits) }.joined(separator: ",")
            rows.append(
                "\(key.place.store),\(key.place.till),\(key.day),\(sums.sales.count),"
                    + "\(sums.lastReceipt),\(amounts),\(sums.points)"
            )
        }
        return rows
    }

    var departments: [String] {
        var rows = ["department,lines,sales,members,gross,retail_disc,match_disc,net,coupon_disc"]
        for (name, sums) in byDepartment.sorted(by: { $0.key < $1.key }) {
            let name = ReportValue.text(name).csv
            let counts = "\(sums.lines),\(sums.sales.count),\(sums.members.count)"
            rows.append("\(name),\(counts),\(sums.amounts)")
        }
        return rows
    }

    private func sorted(_ books: [TillDay: Sums]) -> [(key: TillDay, value: Sums)] {
        books.sorted { ($0.key.place, $0.key.day) < ($1.key.place, $1.key.day) }
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
