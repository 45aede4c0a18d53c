internal import Retail
internal import TradeFolder

/// What customers of the demo shop can put into a basket, and who of them has a card.
public struct ShopStock: Sendable {
    /// One article on the shelf.
    public struct Article: Equatable, Sendable {
        /// The barcode on it, or on its place at the scale.
        public var barcode: String
        /// What it is called.
        public var name: String
        /// Fen for a piece, or for a kilogram.
        public var price: Int64
        /// Whether it is weighed.
        public var isWeighed: Bool
    }

    /// Everything with a price, in the order of the catalogue.
    public var articles: [Article]
    /// The numbers of the members' cards.
    public var cards: [String]

    /// A stock of these.
    public init(articles: [Article], cards: [String]) {
        self.articles = articles
        self.cards = cards
    }

    /// The stock of the trade folder at `path`.
    public init(tradeAt path: String = ShopFolders.trade) throws(ShopProblem) {
        let folder = TradeFolder(path: path)
        do {
            articles = try folder.products().rows.compactMap { product in
                guard let price = product.price, price > .zero else { return nil }
                return Article(
                    barcode: product.barcode,
                    name: product.displayName,
                    price: price.minorUnits,
                    isWeighed: product.unit == .gram
                )
            }
            cards = try folder.members().rows.map(\.card)
        } catch {
            throw ShopProblem(.missing, "the shop has nothing to sell: \(error)")
        }
        guard !articles.isEmpty, !cards.isEmpty else {
            throw ShopProblem(.missing, "\(path) holds no product with a price, or no member")
        }
    }
}
