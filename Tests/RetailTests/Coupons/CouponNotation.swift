import Retail

/// A coupon in one word: `-500` takes off 5.00, `10%` a tenth, `15%<5000` at most 50.00 of it;
/// `@10000` after that asks for goods of 100.00, `x3` is taken three times a basket.
///
/// It is good on days 100 to 200, for all goods, beside others.
func coupon(_ word: some StringProtocol) -> Coupon {
    var rest = Substring(word)
    func number() -> Int64 {
        let digits = rest.prefix { $0.isNumber }
        rest = rest.dropFirst(digits.count)
        return Int64(digits) ?? 0
    }
    func follows(_ sign: Character) -> Bool {
        guard rest.first == sign else { return false }
        rest = rest.dropFirst()
        return true
    }
    var coupon = Coupon(
        id: "C\(rest.filter { $0.isNumber })",
        name: "券 \(word)",
        firstDay: BusinessDay(number: 100),
        lastDay: BusinessDay(number: 200)
    )
    coupon.stacks = true
    if follows("-") {
        coupon.amountOff = Money(minorUnits: number())
    } else {
        let whole = number()
        let part = follows(".") ? number() : 0
        coupon.shareOff = whole * 100 + part
        precondition(follows("%"), "a share ends with %: \(word)")
    }
    if follows("<") { coupon.atMost = Money(minorUnits: number()) }
    if follows("@") { coupon.smallestBasket = Money(minorUnits: number()) }
    if follows("x") { coupon.perBasket = Int(number()) }
    precondition(rest.isEmpty, "no such coupon: \(word)")
    return coupon
}

/// Lines by what is to be paid for them: `1500 1500 -5`, products from 1.
func lines(_ amounts: String) -> [LineItem] {
    amounts.split(separator: " ").enumerated().map { index, amount in
        item(Int64(amount) ?? 0, product: Int64(index + 1))
    }
}
