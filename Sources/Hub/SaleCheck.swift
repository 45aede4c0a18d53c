internal import Loyalty
internal import Records
internal import Retail

/// What the hub finds when it looks at a completed sale by itself.
extension CompletedSale {
    /// No shop has a larger amount; so no sum over one sale can overflow 64 bits.
    private static let amountLimit: Int64 = 10_000_000_000
    /// More lines or tenders are no sale.
    private static let countLimit = 10_000

    /// Why the sale cannot be true; nil when it can.
    ///
    /// - Parameter place: Where the device stands that states it; nil when the hub does not know.
    func contradiction(at place: Place?) -> String? {
        outOfBounds ?? misplaced(place) ?? wrongTenders ?? wrongPoints ?? pointsFault
    }

    private var outOfBounds: String? {
        guard (1...Self.countLimit).contains(lines.count) else {
            return "the sale has \(lines.count) lines; 1 to \(Self.countLimit) can be"
        }
        for (index, line) in lines.enumerated() {
            if let fault = Self.fault(line) { return "line \(index + 1): \(fault)" }
        }
        guard tenders.count <= Self.countLimit,
            tenders.allSatisfy({ Self.isAmount($0.amount) && $0.amount > .zero })
        else { return "a tender is not an amount above zero" }
        guard Self.isAmount(change) else { return "the change is \(change)" }
        return nil
    }

    private static func isAmount(_ amount: Money) -> Bool {
        (0...amountLimit).contains(amount.minorUnits)
    }

    private static func fault(_ line: LineItem) -> String? {
        // swift-format-ignore
        let amounts = [
            ("gross",           line.gross),
            ("member discount", line.memberDiscount),
            ("coupon match",    line.couponMatch),
            ("maker's coupon",  line.makerCoupon),
        ]
        for (name, amount) in amounts where !isAmount(amount) {
            return "the \(name) is \(amount)"
        }
        return line.net < .zero ? "the discounts are larger than the price" : nil
    }

    private func misplaced(_ place: Place?) -> String? {
        if let place, self.place != place {
            return "it is from \(self.place), and the device is \(place)"
        }
        guard receipt.number >= 1 else { return "its receipt has the number \(receipt.number)" }
        guard BusinessDay.likely.contains(receipt.day) else {
            return "its business day is \(receipt.day)"
        }
        return nil
    }

    private var wrongTenders: String? {
        let due = totals.due
        let paid = tenders.sum(\.amount)
        guard paid >= due else { return "\(due) was due, and \(paid) was handed over" }
        guard change == paid - due else {
            return "\(paid) for \(due) makes \(paid - due) change, and it says \(change)"
        }
        let cash = tenders.filter { $0.kind == .cash }.sum(\.amount)
        guard change <= cash else { return "\(change) change for \(cash) in cash" }
        return nil
    }

    private var wrongPoints: String? {
        guard let accrual else { return nil }
        guard member != nil else { return "points for nobody" }
        let points = accrual.accrual.points
        guard (0...Self.amountLimit).contains(points.value) else { return "\(points) points" }
        return nil
    }

    /// What the hub counts otherwise than the till; the till's fact stands all the same.
    ///
    /// - Parameter rules: The programme that the sale pins, when the hub has it.
    func differences(recountedBy rules: Programme?) -> [String] {
        var found: [String] = []
        if let accrual {
            if let rules {
                let count = rules.accrual(for: lines, paidWithPoints: paidWithPoints)
                if count != accrual.accrual {
                    found.append(
                        "by \(accrual.programme) the hub counts \(count.points) points on "
                            + "\(count.weighted), the till counted \(accrual.accrual.points) on "
                            + "\(accrual.accrual.weighted)"
                    )
                }
                found += worthDifference(by: rules)
            } else {
                found.append("the hub does not have the programme \(accrual.programme)")
            }
        }
        // A day that is closed after midnight is one behind; more is a clock that was set wrong.
        if !(-1...1).contains(receipt.day.distance(to: at.localDay)) {
            found.append("the till's clock showed \(at) on the business day \(receipt.day)")
        }
        return found
    }

    /// Whether the points that pay for the sale are worth what the till took them for.
    private func worthDifference(by rules: Programme) -> [String] {
        guard pointsSpent > 0 else { return [] }
        guard let worth = rules.redeem?.value(of: pointsSpent) else {
            return ["by \(rules.pinned) points pay for nothing, and the till took \(pointsSpent)"]
        }
        guard worth != paidWithPoints else { return [] }
        return [
            "by \(rules.pinned) \(pointsSpent) points are worth \(worth), the till took them for "
                + "\(paidWithPoints)"
        ]
    }
}
