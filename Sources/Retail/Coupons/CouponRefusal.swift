/// Why a basket does not take a coupon; nothing has changed.
public enum CouponRefusal: Error, Hashable, Sendable {
    /// No coupon with this id was published when the basket began.
    case unknown
    /// It is taken from this day on.
    case notYet(BusinessDay)
    /// It was taken until this day.
    case over(BusinessDay)
    /// Only members may use it, and nobody knows yet for whom the sale is.
    case needsMember
    /// The basket has it as often as it may.
    case used(times: Int)
    /// It, or the coupon of this name in the basket, is not for use beside others.
    case cannotBeCombined(with: String)
    /// The goods that it counts for cost too little, by this much.
    case tooSmall(by: Money)
    /// None of the goods that it counts for is there, or nothing is left to pay for them.
    case bringsNothing
}

extension CouponRefusal: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        switch self {
        case .unknown: "There is no such coupon."
        case .notYet(let day): "This coupon is good from \(day) on."
        case .over(let day): "This coupon was good until \(day)."
        case .needsMember: "This coupon is for members: take the member's card or number first."
        case .used(let times):
            "This basket takes this coupon \(times == 1 ? "once" : "\(times) times"), and has it."
        case .cannotBeCombined(let name):
            "This coupon cannot be combined with '\(name)'. Void the line of the one not wanted."
        case .tooSmall(let amount):
            "Goods for \(amount) more are needed, of those that this coupon counts for."
        case .bringsNothing: "Nothing in this basket is cheaper by this coupon."
        }
    }
}

extension Basket {
    /// Why the basket does not take `coupon` on `day`; nil when it does.
    ///
    /// Conditions of the coupon itself come first, then those that the cashier can do something
    /// about. The day counts when a coupon is taken, and never again: a basket that is parked over
    /// night keeps what it was promised.
    public func refusal(of coupon: Coupon, on day: BusinessDay) -> CouponRefusal? {
        if day < coupon.firstDay { return .notYet(coupon.firstDay) }
        if day > coupon.lastDay { return .over(coupon.lastDay) }
        if coupon.membersOnly == true, member == nil { return .needsMember }
        let taken = coupons.sorted { $0.key < $1.key }.map(\.value)
        let others = taken.filter { $0.id != coupon.id }
        if let other = others.first(where: { coupon.stacks != true || $0.stacks != true }) {
            return .cannotBeCombined(with: other.name)
        }
        let uses = taken.count - others.count
        if uses >= coupon.uses { return .used(times: coupon.uses) }
        let goods = goods.map(\.line)
        if let smallest = coupon.smallestBasket {
            let needed = Money(minorUnits: smallest.minorUnits * Int64(uses + 1))
            let there = coupon.amount(of: goods)
            if there < needed { return .tooSmall(by: needed - max(.zero, there)) }
        }
        let parts = CouponParts(of: taken + [coupon], over: goods)
        return parts.worth(of: taken.count) > .zero ? nil : .bringsNothing
    }
}
