public import Retail

/// A product in the feed `catalogue`: its key is the product's number, its alias the barcode.
///
/// The value is JSON: `name`, and where they are known `department`, `pointsClass`, `price` in
/// minor units for one piece or one whole unit, and the `unit` of a measured product.
public struct CatalogueEntry: Hashable, Sendable {
    /// What is sold.
    public let article: Article
    /// What the scanner reads; nil for what has no barcode.
    public let barcode: String?
    /// The unit of a measured product; nil for what is counted.
    public let unit: String?
    /// The price of one piece, or of one whole unit; nil when nobody has set one.
    public let price: Money?

    private struct Value: Codable {
        let name: String
        let department: String?
        let pointsClass: String?
        let unit: String?
        let price: Int64?
    }

    /// A product of these facts.
    public init(article: Article, barcode: String?, unit: String?, price: Money?) {
        self.article = article
        self.barcode = barcode
        self.unit = unit
        self.price = price
    }

    /// Reads an entry; nil when it is none of a product.
    public init?(_ entry: FeedEntry) {
        guard let product = Int64(entry.key),
            let value = Message.decode(Value.self, Array(entry.value.utf8)),
            value.price.map({ $0 >= 0 }) ?? true
        else { return nil }
        let article = Article(
            product: product,
            name: value.name,
            department: value.department,
            pointsClass: value.pointsClass
        )
        self.init(
            article: article,
            barcode: entry.alias,
            unit: value.unit,
            price: value.price.map(Money.init(minorUnits:))
        )
    }

    /// The entry as a feed has it.
    public var entry: FeedEntry {
        let value = Value(
            name: article.name,
            department: article.department,
            pointsClass: article.pointsClass,
            unit: unit,
            price: price?.minorUnits
        )
        let text = String(decoding: Message.encode(value), as: UTF8.self)
        return FeedEntry(key: "\(article.product)", alias: barcode, value: text)
    }
}
