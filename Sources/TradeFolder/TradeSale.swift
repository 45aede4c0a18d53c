public import Retail

/// One sale of a trade folder, as its till rang it.
public struct TradeSale: Hashable, Sendable {
    /// The sale's id in its source, unique in the folder.
    public var reference: String
    /// When, on the store's clock.
    public var at: SaleTime
    /// Where.
    public var place: Place
    /// The number on the receipt.
    public var receipt: Int32
    /// For whom; nil for a customer without a card.
    public var member: MemberID?
    /// What was rung, in order; at least one.
    public var lines: [TradeLine]
    /// The campaign coupons presented, those that belong to no line included.
    public var coupons: [TradeCoupon]

    /// A sale of these facts, none of which is checked against another.
    public init(
        reference: String,
        at: SaleTime,
        place: Place,
        receipt: Int32,
        member: MemberID? = nil,
        lines: [TradeLine],
        coupons: [TradeCoupon] = []
    ) {
        self.reference = reference
        self.at = at
        self.place = place
        self.receipt = receipt
        self.member = member
        self.lines = lines
        self.coupons = coupons
    }

    /// The local day of the sale.
    public var day: BusinessDay { at.localDay }
}

/// One line of a sale: amounts are extended and given.
public struct TradeLine: Hashable, Sendable {
    /// Why a line has no goods.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A maker's coupon scanned as a line of its own.
        case coupon
        /// Neither goods nor money.
        case zero
        /// Money without goods.
        case amount
    }

    /// The product's number in the catalogue, which may lack it.
    public var product: Int64
    /// Pieces, or thousandths of the product's unit.
    public var quantity: Int64
    /// Why there are no goods; nil when there are.
    public var kind: Kind?
    /// The extended shelf price.
    public var gross: Money
    /// The discount for presenting a member card (`retail_disc`).
    public var memberDiscount: Money
    /// The store's match of a maker's coupon (`match_disc`).
    public var couponMatch: Money
    /// What the store receives, before the maker's coupon.
    public var net: Money
    /// The maker's coupon (`coupon_disc`).
    public var makerCoupon: Money

    /// A line of these facts, none of which is checked against another.
    public init(
        product: Int64,
        quantity: Int64,
        kind: Kind? = nil,
        gross: Money,
        memberDiscount: Money = .zero,
        couponMatch: Money = .zero,
        net: Money,
        makerCoupon: Money = .zero,
        coupons: [CouponReference] = []
    ) {
        self.product = product
        self.quantity = quantity
        self.kind = kind
        self.gross = gross
        self.memberDiscount = memberDiscount
        self.couponMatch = couponMatch
        self.net = net
        self.makerCoupon = makerCoupon
        self.coupons = coupons
    }
    /// The campaign coupons presented for this line.
    public var coupons: [CouponReference]
}

/// A campaign coupon presented in a sale.
public struct TradeCoupon: Hashable, Sendable {
    /// Who issued it, and which it is.
    public var reference: CouponReference

    /// The coupon `reference`, presented for the line at `line`.
    public init(reference: CouponReference, line: Int? = nil) {
        self.reference = reference
        self.line = line
    }
    /// The position of the line it was presented for, from 0; nil when it belongs to no line.
    public var line: Int?
}

extension TradeLine {
    /// The line as a till rings it, with what the catalogue says of `product`; nil when it lacks
    /// it.
    public func item(_ product: TradeProduct?) -> LineItem {
        LineItem(
            article: product?.article ?? .unlisted(self.product),
            quantity: product.map { $0.unit.quantity(quantity) } ?? .count(quantity),
            gross: gross,
            memberDiscount: memberDiscount,
            couponMatch: couponMatch,
            makerCoupon: makerCoupon,
            coupons: coupons
        )
    }

    /// The line as a till rings it, looking the product up in a catalogue.
    public func item(catalogue: (Int64) -> TradeProduct?) -> LineItem {
        item(catalogue(product))
    }
}
