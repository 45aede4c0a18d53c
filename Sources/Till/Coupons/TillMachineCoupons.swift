internal import Records
internal import Retail

/// How a basket comes by its coupons: by those that were in force when it began.
extension TillMachine {
    /// The coupons that the basket on the counter takes, or the next one.
    var couponsInForce: CouponBook {
        guard isCounterTaken, let current else { return coupons }
        return current.coupons
    }

    /// Takes the coupon that goes by `text`, its id or a code, into the basket on the counter.
    mutating func take(
        coupon text: String,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard let day = lastReceipt?.day else { return .refuse(.noDayOpen) }
        guard let (coupon, code) = couponsInForce.coupon(by: text) else {
            return .refuse(.coupon(.unknown))
        }
        let taken = isCounterTaken ? current?.machine.basket : nil
        if let refusal = (taken ?? Basket()).refusal(of: coupon, on: day) {
            return .refuse(.coupon(refusal))
        }
        guard coupon.singleUse == true else { return basket(.coupon(coupon), reading, name) }
        guard let code else { return .refuse(.code(.isMissing)) }
        return take(code, of: coupon, on: day, reading, name)
    }
}
