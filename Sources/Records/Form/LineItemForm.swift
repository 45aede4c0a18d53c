internal import Retail
internal import StrictJSON

/// A line is flat, and without what is zero or unknown.
///
/// Most lines have no coupon and no match; a journal that spelled out their zeros would be twice as
/// long on the flash and on the wire.
extension LineItem {
    var form: JSONObject {
        [
            "couponMatch": couponMatch.formUnlessZero,
            "coupons": coupons.isEmpty ? nil : .list(coupons.map { .object($0.form) }),
            "department": article.department.map(JSONValue.text),
            "gross": gross.formUnlessZero,
            "makerCoupon": makerCoupon.formUnlessZero,
            "memberDiscount": memberDiscount.formUnlessZero,
            "name": .text(article.name),
            "pointsClass": article.pointsClass.map(JSONValue.text),
            "product": .integer(article.product),
            "quantity": quantity.form,
        ]
    }

    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        func amount(_ key: String) throws(JSONFault) -> Money {
            try form.optional(key, Money.init(form:)) ?? .zero
        }
        self.init(
            article: Article(
                product: try form.integer("product"),
                name: try form.text("name"),
                department: try form.optionalText("department"),
                pointsClass: try form.optionalText("pointsClass")
            ),
            quantity: try form.field("quantity", Quantity.init(form:)),
            gross: try amount("gross"),
            memberDiscount: try amount("memberDiscount"),
            couponMatch: try amount("couponMatch"),
            makerCoupon: try amount("makerCoupon"),
            coupons: try form.optional("coupons") { value throws(JSONFault) in
                try value.list(CouponReference.init(form:))
            } ?? []
        )
    }
}

/// Written as `3`, or as `[415, "kg"]`.
extension Quantity {
    fileprivate var form: JSONValue {
        switch self {
        case .count(let pieces): .integer(pieces)
        case .measure(let thousandths, let unit): .list([.integer(thousandths), .text(unit)])
        }
    }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        guard case .list(let pair) = value else {
            self = .count(try value.integer())
            return
        }
        guard pair.count == 2 else {
            throw .value("is not a number and a unit", fix: "write [415, \"kg\"]")
        }
        self = .measure(thousandths: try pair[0].integer(), unit: try pair[1].text())
    }
}

extension CouponReference {
    fileprivate var form: JSONObject {
        ["campaign": .integer(campaign), "coupon": .text(coupon)]
    }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(campaign: try form.integer("campaign"), coupon: try form.text("coupon"))
    }
}

extension Money {
    fileprivate var formUnlessZero: JSONValue? {
        self == .zero ? nil : .integer(minorUnits)
    }
}
