/// What coupons take off the lines of a basket: by each coupon, of each line.
///
/// Coupons count in the order in which they were brought, each on what those before have left to
/// pay. A share is rounded once, on the sum, half up; what a coupon takes off is then split over
/// its goods by what is left to pay for them, by largest remainder, so the parts sum to it exactly.
/// No line and no sale falls below zero. A coupon whose goods cost too little takes nothing off,
/// and does again when more are rung.
///
/// The member gains half a cent now and then; where remainders tie, the line that was rung first
/// has the odd cent.
public struct CouponParts: Hashable, Sendable {
    /// For each coupon, in order, the part of each line, in order.
    public let parts: [[Money]]

    /// What `coupons`, in the order of use, take off `lines`, which are as they were rung.
    public init(of coupons: [Coupon], over lines: [LineItem]) {
        var left = lines.map(\.payable)
        var uses: [String: Int] = [:]
        parts = coupons.map { coupon in
            uses[coupon.id, default: 0] += 1
            let parts = coupon.parts(of: left, lines, use: uses[coupon.id] ?? 1)
            for index in left.indices { left[index] = left[index] - parts[index] }
            return parts
        }
    }

    /// What coupon `index` takes off all lines.
    public func worth(of index: Int) -> Money { parts[index].sum(\.self) }
}

extension Coupon {
    /// What the goods among `lines` cost that it counts for, as they were rung.
    func amount(of lines: [LineItem]) -> Money {
        lines.filter(counts).sum(\.payable)
    }

    /// What it takes off each of `lines`, for which `left` is still to be paid, when it is used for
    /// the `use`th time.
    fileprivate func parts(of left: [Money], _ lines: [LineItem], use: Int) -> [Money] {
        let none = left.map { _ in Money.zero }
        if let smallestBasket {
            let needed = smallestBasket.minorUnits * Int64(use)
            if amount(of: lines).minorUnits < needed { return none }
        }
        let weights = zip(lines, left).map { line, left in
            counts(for: line) ? max(.zero, left) : .zero
        }
        // A line below zero, a maker's coupon on its own, has lowered what the sale costs.
        let base = min(weights.sum(\.self), max(.zero, left.sum(\.self)))
        let worth = worth(on: base)
        return worth > .zero ? worth.split(by: weights) : none
    }

    /// What it takes off goods for which `base` is to be paid.
    private func worth(on base: Money) -> Money {
        guard let shareOff else { return min(amountOff ?? .zero, base) }
        let (whole, rest) = Int64(10_000).dividingFullWidth(
            base.minorUnits.multipliedFullWidth(by: shareOff)
        )
        let share = Money(minorUnits: whole + (rest >= 5_000 ? 1 : 0))
        return min(share, atMost ?? share, base)
    }
}

extension Money {
    /// Splits by `weights`, by largest remainder: the parts sum to `self`, and none is more than
    /// its weight.
    ///
    /// Weights are not below zero, and `self` is from zero to their sum, which is not zero.
    func split(by weights: [Money]) -> [Money] {
        let whole = weights.sum(\.self).minorUnits
        precondition(whole > 0 && (0...whole).contains(minorUnits), "a part is within the whole")
        let shares = weights.map { weight in
            whole.dividingFullWidth(minorUnits.multipliedFullWidth(by: weight.minorUnits))
        }
        var parts = shares.map(\.quotient)
        let odd = Int(minorUnits - parts.reduce(0, +))
        let order = shares.indices.sorted { left, right in
            (shares[right].remainder, left) < (shares[left].remainder, right)
        }
        for index in order.prefix(odd) { parts[index] += 1 }
        return parts.map(Money.init(minorUnits:))
    }
}
