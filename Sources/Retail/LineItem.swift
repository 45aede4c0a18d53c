/// One line of a sale: what was rung, how much of it, and what it costs the customer.
///
/// The amounts are extended (they stand for the whole line) and given, never divided: a shelf price
/// of two for 0.99 has no unit price in whole cents, and none is invented here.
///
///     gross − memberDiscount − couponMatch = net      what the store receives from the customer
///                                                      and the maker together
///     net − makerCoupon                    = payable  what the customer pays; below zero when a
///                                                      coupon is worth more than its goods
public struct LineItem: Hashable, Sendable {
    /// What was rung.
    public var article: Article
    /// How much of it.
    public var quantity: Quantity
    /// The extended shelf price.
    public var gross: Money
    /// The discount for presenting a member card.
    public var memberDiscount: Money
    /// What the store gives for coupons: its match of a maker's, and what its own take off.
    public var couponMatch: Money
    /// A maker's coupon: the customer pays less, the maker pays the store.
    public var makerCoupon: Money
    /// The store's own campaign coupons presented for this line.
    public var coupons: [CouponReference]

    /// A line with these amounts, none of which is checked against another.
    public init(
        article: Article,
        quantity: Quantity,
        gross: Money,
        memberDiscount: Money = .zero,
        couponMatch: Money = .zero,
        makerCoupon: Money = .zero,
        coupons: [CouponReference] = []
    ) {
        self.article = article
        self.quantity = quantity
        self.gross = gross
        self.memberDiscount = memberDiscount
        self.couponMatch = couponMatch
        self.makerCoupon = makerCoupon
        self.coupons = coupons
    }

    /// What the store receives for the line, before the maker's coupon.
    public var net: Money {
        gross - memberDiscount - couponMatch
    }

    /// What the customer pays for the line.
    public var payable: Money {
        net - makerCoupon
    }
}

/// What is sold, as the catalogue knew it when the line was rung.
///
/// The facts that rules need travel with the line, so that the hub computes on what the till saw
/// and not on a catalogue that has changed since.
public struct Article: Hashable, Sendable {
    /// The product's number in the store's catalogue.
    public var product: Int64
    /// What receipt and display show.
    public var name: String
    /// The department that sells it; nil for an item that the catalogue lacks.
    public var department: String?
    /// The class by which programmes count it; nil for an item that the catalogue lacks.
    public var pointsClass: String?

    /// An article of these facts.
    public init(product: Int64, name: String, department: String?, pointsClass: String?) {
        self.product = product
        self.name = name
        self.department = department
        self.pointsClass = pointsClass
    }

    /// An item that the catalogue lacks: it is sold all the same, under its number.
    public static func unlisted(_ product: Int64) -> Article {
        Article(product: product, name: "#\(product)", department: nil, pointsClass: nil)
    }
}

/// A campaign coupon as it was presented: who issued it and which it is.
///
/// A line of goods has it as well where it was made cheaper by a published coupon.
public struct CouponReference: Hashable, Sendable {
    /// The campaign that issued it.
    public var campaign: Int64
    /// The coupon's number as printed.
    public var coupon: String

    /// The coupon `coupon` of the campaign `campaign`.
    public init(campaign: Int64, coupon: String) {
        self.campaign = campaign
        self.coupon = coupon
    }
}
