/// What a shop gives to whoever brings this coupon, and on which conditions.
///
/// A coupon is a rule that the shop has written down, so every till counts by it alike. It takes an
/// amount or a share off the goods that it counts for, and never more than they cost.
public struct Coupon: Hashable, Codable, Sendable {
    /// What is typed or scanned: capitals, digits and hyphens.
    public var id: String
    /// What display and receipt call it.
    public var name: String
    /// The amount that it takes off; nil for one that takes off a share.
    public var amountOff: Money?
    /// The share that it takes off, in basis points; nil for one that takes off an amount.
    public var shareOff: Int64?
    /// The most that a share takes off; nil for no bound.
    public var atMost: Money?
    /// The first business day on which it is taken.
    public var firstDay: BusinessDay
    /// The last one.
    public var lastDay: BusinessDay
    /// What the goods that it counts for have to cost before coupons, for each use of it; nil for
    /// any amount.
    public var smallestBasket: Money?
    /// The departments that it counts for; nil with `items` nil for all goods.
    public var departments: [String]?
    /// The product numbers that it counts for, besides the departments.
    public var items: [Int64]?
    /// Whether only members may use it; nil for no.
    public var membersOnly: Bool?
    /// How often one basket takes it; nil for once.
    public var perBasket: Int?
    /// Whether a basket takes it beside other coupons that say so too; nil for no.
    public var stacks: Bool?
    /// Whether each of its codes is good for one sale in the whole shop; nil for no.
    public var singleUse: Bool?

    /// A coupon that takes `amountOff` or `shareOff` off all goods on these days, once a basket.
    public init(
        id: String,
        name: String,
        amountOff: Money? = nil,
        shareOff: Int64? = nil,
        firstDay: BusinessDay,
        lastDay: BusinessDay
    ) {
        self.id = id
        self.name = name
        self.amountOff = amountOff
        self.shareOff = shareOff
        self.firstDay = firstDay
        self.lastDay = lastDay
    }

    /// How often one basket takes it.
    public var uses: Int { perBasket ?? 1 }

    /// How a line says that it was used.
    public var reference: CouponReference {
        CouponReference(campaign: CouponReference.published, coupon: id)
    }

    /// The line that it is in a basket: its name, with no goods and no amount.
    ///
    /// What it takes off stands on the lines of the goods, so that reports by department, points
    /// and returns need to know nothing of coupons.
    public var line: LineItem {
        LineItem(
            article: Article(product: 0, name: name, department: nil, pointsClass: nil),
            quantity: .count(0),
            gross: .zero,
            coupons: [reference]
        )
    }

    /// Whether it counts for `line`.
    public func counts(for line: LineItem) -> Bool {
        if departments == nil, items == nil { return true }
        return items?.contains(line.article.product) == true
            || line.article.department.map { departments?.contains($0) == true } == true
    }

    /// The names of the fields in a file and in the feed.
    private enum CodingKeys: String, CodingKey {
        case id
        case name
        case amountOff = "amount-off"
        case shareOff = "share-off"
        case atMost = "at-most"
        case firstDay = "first-day"
        case lastDay = "last-day"
        case smallestBasket = "smallest-basket"
        case departments
        case items
        case membersOnly = "members-only"
        case perBasket = "per-basket"
        case stacks
        case singleUse = "single-use"
    }
}

extension CouponReference {
    /// The campaign of coupons that the hub has published as rules; campaigns of others count from
    /// 1.
    public static let published: Int64 = 0

    /// Whether a published rule stands behind it.
    public var isPublished: Bool { campaign == Self.published }
}
