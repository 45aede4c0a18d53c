internal import StrictJSON

/// One sale as its line of JSON has it.
///
/// Nothing is checked but that each value is there and of its kind. Keys that are not named here
/// are passed over.
struct SaleLine {
    struct Line {
        var product: Int64
        var quantity: Int64
        var gross: Int64
        var memberDiscount: Int64?
        var couponMatch: Int64?
        var net: Int64
        var makerCoupon: Int64?
        var kind: String?
    }

    struct Coupon {
        var campaign: Int64
        var coupon: String
        var line: Int64?
    }

    struct Total {
        var gross: Int64
        var memberDiscount: Int64
        var couponMatch: Int64
        var net: Int64
        var makerCoupon: Int64
        var paid: Int64
    }

    var sale: String
    var at: String
    var store: Int64
    var till: Int64
    var receipt: Int64
    var member: Int64?
    var lines: [Line]
    var coupons: [Coupon]
    var total: Total

    init(_ value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        sale = try form.field("sale") { value throws(JSONFault) in
            if case .text(let text) = value { return text }
            return String(try value.integer() as Int64)
        }
        at = try form.text("at")
        store = try form.integer("store")
        till = try form.integer("till")
        receipt = try form.integer("receipt")
        member = try form.optionalInteger("member")
        lines = try form.field("lines") { value throws(JSONFault) in try value.list(Line.init) }
        coupons =
            try form.optional("coupons") { value throws(JSONFault) in
                try value.list(Coupon.init)
            } ?? []
        total = try form.field("total", Total.init)
    }
}

extension SaleLine.Line {
    init(_ value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            product: try form.integer("product"),
            quantity: try form.integer("qty"),
            gross: try form.integer("gross"),
            memberDiscount: try form.optionalInteger("retail_disc"),
            couponMatch: try form.optionalInteger("match_disc"),
            net: try form.integer("net"),
            makerCoupon: try form.optionalInteger("coupon_disc"),
            kind: try form.optionalText("kind")
        )
    }
}

extension SaleLine.Coupon {
    init(_ value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            campaign: try form.integer("campaign"),
            coupon: try form.text("coupon"),
            line: try form.optionalInteger("line")
        )
    }
}

extension SaleLine.Total {
    init(_ value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            gross: try form.integer("gross"),
            memberDiscount: try form.integer("retail_disc"),
            couponMatch: try form.integer("match_disc"),
            net: try form.integer("net"),
            makerCoupon: try form.integer("coupon_disc"),
            paid: try form.integer("paid")
        )
    }
}
