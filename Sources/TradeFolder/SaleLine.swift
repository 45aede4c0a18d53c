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

    init(_ reader: inout JSONReader) throws(FieldFault) {
        var sale: String?
        var at: String?
        var store: Int64?
        var till: Int64?
        var receipt: Int64?
        var member: Int64?
        var lines: [Line]?
        var coupons: [Coupon] = []
        var total: Total?
        try reader.object { (value, key) throws(FieldFault) in
            switch key {
            case "sale": sale = value.isAtText() ? try value.text() : String(try value.integer())
            case "at": at = try value.text()
            case "store": store = try value.integer()
            case "till": till = try value.integer()
            case "receipt": receipt = try value.integer()
            case "member": member = try value.integerIfAny()
            case "lines": lines = try Self.list(&value, Line.init)
            case "coupons": coupons = try Self.list(&value, Coupon.init)
            case "total": total = try Total(&value)
            default: try value.skip()
            }
        }
        self.sale = try sale.required("sale")
        self.at = try at.required("at")
        self.store = try store.required("store")
        self.till = try till.required("till")
        self.receipt = try receipt.required("receipt")
        self.member = member
        self.lines = try lines.required("lines")
        self.coupons = coupons
        self.total = try total.required("total")
    }

    private static func list<Element>(
        _ reader: inout JSONReader,
        _ element: (inout JSONReader) throws(FieldFault) -> Element
    ) throws(FieldFault) -> [Element] {
        var elements: [Element] = []
        try reader.array { (value) throws(FieldFault) in elements.append(try element(&value)) }
        return elements
    }
}

extension SaleLine.Line {
    init(_ reader: inout JSONReader) throws(FieldFault) {
        var product: Int64?
        var quantity: Int64?
        var gross: Int64?
        var net: Int64?
        var memberDiscount: Int64?
        var couponMatch: Int64?
        var makerCoupon: Int64?
        var kind: String?
        try reader.object { (value, key) throws(FieldFault) in
            switch key {
            case "product": product = try value.integer()
            case "qty": quantity = try value.integer()
            case "gross": gross = try value.integer()
            case "retail_disc": memberDiscount = try value.integer()
            case "match_disc": couponMatch = try value.integer()
            case "net": net = try value.integer()
            case "coupon_disc": makerCoupon = try value.integer()
            case "kind": kind = try value.text()
            default: try value.skip()
            }
        }
        self.init(
            product: try product.required("product"),
            quantity: try quantity.required("qty"),
            gross: try gross.required("gross"),
            memberDiscount: memberDiscount,
            couponMatch: couponMatch,
            net: try net.required("net"),
            makerCoupon: makerCoupon,
            kind: kind
        )
    }
}

extension SaleLine.Coupon {
    init(_ reader: inout JSONReader) throws(FieldFault) {
        var campaign: Int64?
        var line: Int64?
        var coupon: String?
        try reader.object { (value, key) throws(FieldFault) in
            switch key {
            case "campaign": campaign = try value.integer()
            case "coupon": coupon = try value.text()
            case "line": line = try value.integer()
            default: try value.skip()
            }
        }
        self.init(
            campaign: try campaign.required("campaign"),
            coupon: try coupon.required("coupon"),
            line: line
        )
    }
}

extension SaleLine.Total {
    init(_ reader: inout JSONReader) throws(FieldFault) {
        var gross: Int64?
        var memberDiscount: Int64?
        var couponMatch: Int64?
        var net: Int64?
        var makerCoupon: Int64?
        var paid: Int64?
        try reader.object { (value, key) throws(FieldFault) in
            switch key {
            case "gross": gross = try value.integer()
            case "retail_disc": memberDiscount = try value.integer()
            case "match_disc": couponMatch = try value.integer()
            case "net": net = try value.integer()
            case "coupon_disc": makerCoupon = try value.integer()
            case "paid": paid = try value.integer()
            default: try value.skip()
            }
        }
        self.init(
            gross: try gross.required("gross"),
            memberDiscount: try memberDiscount.required("retail_disc"),
            couponMatch: try couponMatch.required("match_disc"),
            net: try net.required("net"),
            makerCoupon: try makerCoupon.required("coupon_disc"),
            paid: try paid.required("paid")
        )
    }
}
