/// A line as records keep it: flat, and without what is zero or unknown.
///
/// Most lines have no coupon and no match; a journal that spelled out their zeros would be twice as
/// long on the flash and on the wire.
extension LineItem: Codable {
    private enum CodingKeys: String, CodingKey {
        case product
        case name
        case department
        case pointsClass
        case quantity
        case gross
        case memberDiscount
        case couponMatch
        case makerCoupon
        case coupons
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func amount(_ key: CodingKeys) throws -> Money {
            try container.decodeIfPresent(Money.self, forKey: key) ?? .zero
        }
        self.init(
            article: Article(
                product: try container.decode(Int64.self, forKey: .product),
                name: try container.decode(String.self, forKey: .name),
                department: try container.decodeIfPresent(String.self, forKey: .department),
                pointsClass: try container.decodeIfPresent(String.self, forKey: .pointsClass)
            ),
            quantity: try container.decode(Quantity.self, forKey: .quantity),
            gross: try amount(.gross),
            memberDiscount: try amount(.memberDiscount),
            couponMatch: try amount(.couponMatch),
            makerCoupon: try amount(.makerCoupon),
            coupons: try container.decodeIfPresent([CouponReference].self, forKey: .coupons) ?? []
        )
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        func encode(_ amount: Money, _ key: CodingKeys) throws {
            if amount != .zero { try container.encode(amount, forKey: key) }
        }
        try container.encode(article.product, forKey: .product)
        try container.encode(article.name, forKey: .name)
        try container.encodeIfPresent(article.department, forKey: .department)
        try container.encodeIfPresent(article.pointsClass, forKey: .pointsClass)
        try container.encode(quantity, forKey: .quantity)
        try encode(gross, .gross)
        try encode(memberDiscount, .memberDiscount)
        try encode(couponMatch, .couponMatch)
        try encode(makerCoupon, .makerCoupon)
        if !coupons.isEmpty { try container.encode(coupons, forKey: .coupons) }
    }
}
