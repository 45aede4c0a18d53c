internal import Retail

/// What a line of JSON must fulfil to be a sale: every amount within bounds, every sum right.
///
/// Stores, products and members are not looked up here: what the catalogue lacks is sold all the
/// same.
extension TradeSale {
    init(_ json: SaleLine, limits: TradeLimits) throws(FieldFault) {
        guard !json.sale.isEmpty else { throw FieldFault("sale", "is empty", "give an id") }
        reference = json.sale
        guard let time = SaleTime(json.at) else {
            throw FieldFault(
                "at",
                "'\(json.at)' is not a time",
                "write it as 2017-05-01T00:01:10-04:00"
            )
        }
        at = time
        place = Place(
            store: try Self.small("store", json.store),
            till: try Self.small("till", json.till)
        )
        receipt = try Self.small("receipt", json.receipt)
        member = json.member.map(MemberID.init)
        guard !json.lines.isEmpty else {
            throw FieldFault("lines", "is empty", "leave out sales in which nothing was rung")
        }
        guard json.lines.count <= limits.saleLines else {
            throw FieldFault("lines", "has more than \(limits.saleLines) entries", "split the sale")
        }
        coupons = try json.coupons.enumerated().map { (index, coupon) throws(FieldFault) in
            try TradeCoupon(coupon, at: index, lines: json.lines.count)
        }
        lines = try json.lines.enumerated().map { (index, line) throws(FieldFault) in
            try TradeLine(line, at: index, limits: limits)
        }
        for coupon in coupons {
            if let line = coupon.line { lines[line].coupons.append(coupon.reference) }
        }
        try json.total.check(against: lines)
    }

    private static func small(_ field: String, _ number: Int64) throws(FieldFault) -> Int32 {
        let range = 1...Int64(Int32.max)
        guard range.contains(number) else { throw .outside(field, number, range) }
        return Int32(number)
    }
}

extension TradeCoupon {
    fileprivate init(_ json: SaleLine.Coupon, at index: Int, lines: Int) throws(FieldFault) {
        reference = CouponReference(campaign: json.campaign, coupon: json.coupon)
        line = nil
        guard let number = json.line else { return }
        guard (1...Int64(lines)).contains(number) else {
            throw .outside("coupons[\(index)].line", number, 1...Int64(lines))
        }
        line = Int(number) - 1
    }
}

extension TradeLine {
    fileprivate init(
        _ json: SaleLine.Line,
        at index: Int,
        limits: TradeLimits
    ) throws(FieldFault) {
        func field(_ name: String) -> String { "lines[\(index)].\(name)" }
        func checked(_ name: String, _ amount: Int64?) throws(FieldFault) -> Int64 {
            let range = 0...limits.amount
            guard let amount else { return 0 }
            guard range.contains(amount) else { throw .outside(field(name), amount, range) }
            return amount
        }

        product = json.product
        quantity = try checked("qty", json.quantity)
        gross = Money(minorUnits: try checked("gross", json.gross))
        memberDiscount = Money(minorUnits: try checked("retail_disc", json.memberDiscount))
        couponMatch = Money(minorUnits: try checked("match_disc", json.couponMatch))
        net = Money(minorUnits: try checked("net", json.net))
        makerCoupon = Money(minorUnits: try checked("coupon_disc", json.makerCoupon))
        coupons = []
        kind = nil
        if let text = json.kind {
            guard let kind = Kind(rawValue: text) else {
                let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw FieldFault(field("kind"), "'\(text)' is not known", "write one of \(kinds)")
            }
            self.kind = kind
        }
        guard (kind == nil) == (quantity > 0) else {
            throw FieldFault(
                field("qty"),
                "\(quantity) does not go with the kind '\(json.kind ?? "")'",
                "a line has goods, or a kind that says why not"
            )
        }
        guard net == gross - memberDiscount - couponMatch else {
            throw FieldFault(
                field("net"),
                "\(json.net) is not gross less both discounts",
                "write \((gross - memberDiscount - couponMatch).minorUnits), or mend the others"
            )
        }
    }
}

extension SaleLine.Total {
    /// Compares with the sums over `lines`.
    fileprivate func check(against lines: [TradeLine]) throws(FieldFault) {
        // swift-format-ignore
        let sums = [
            ("gross",       gross,          lines.sum(\.gross)),
            ("retail_disc", memberDiscount, lines.sum(\.memberDiscount)),
            ("match_disc",  couponMatch,    lines.sum(\.couponMatch)),
            ("net",         net,            lines.sum(\.net)),
            ("coupon_disc", makerCoupon,    lines.sum(\.makerCoupon)),
            ("paid",        paid,           lines.sum { $0.net - $0.makerCoupon }),
        ]
        for (name, said, sum) in sums where said != sum.minorUnits {
            throw FieldFault(
                "total.\(name)",
                "\(said) is not the sum of the lines, \(sum.minorUnits)",
                "mend the total or the lines"
            )
        }
    }
}
