public import DurableSQLite
public import Retail

/// What the store sells and whom it knows, looked up by what a scanner or a card says.
///
/// Nothing is loaded whole: a till asks for one item at a time, whether the list has a hundred
/// entries or a hundred thousand.
public protocol Catalogue: Sendable {
    /// The item with this barcode or product number; nil when the list lacks it.
    func item(code: String) async throws(StorageError) -> CatalogueItem?

    /// The member with this card; nil when nobody has it.
    func member(card: String) async throws(StorageError) -> MemberID?

    /// The member with this phone number; nil when nobody has it.
    func member(phone: PhoneNumber) async throws(StorageError) -> MemberID?
}

extension Catalogue {
    /// A list without phone numbers knows nobody by one.
    public func member(phone: PhoneNumber) async throws(StorageError) -> MemberID? { nil }
}

/// One entry of the list.
public struct CatalogueItem: Hashable, Sendable {
    /// What is sold.
    public let article: Article
    /// The unit of a measured item; nil for what is counted.
    public let unit: String?
    /// The price of one piece, or of one whole unit; nil when nobody has set one.
    public let price: Money?

    /// An entry of these facts.
    public init(article: Article, unit: String?, price: Money?) {
        self.article = article
        self.unit = unit
        self.price = price
    }

    /// The line for `count` pieces, or for `count` thousandths of a measured item's unit.
    ///
    /// A measured item's price is rounded once, on the line, half up.
    public func line(_ count: Int64) -> LineItem {
        let price = price ?? .zero
        guard let unit else {
            return LineItem(
                article: article,
                quantity: .count(count),
                gross: Money(minorUnits: price.minorUnits * count)
            )
        }
        return LineItem(
            article: article,
            quantity: .measure(thousandths: count, unit: unit),
            gross: Money(minorUnits: (price.minorUnits * count + 500) / 1000)
        )
    }
}
