public import DurableSQLite
public import Feeds
public import Retail
internal import SyncProtocol

/// The catalogue and the cards that the hub has published; what it has not, another list says.
///
/// As soon as a feed has come whole it is all that counts: what it does not name is not sold at a
/// price, and a card that it does not name is nobody's.
public struct FedCatalogue: Catalogue {
    private let feeds: any FeedStore
    private let list: any Catalogue

    /// The feeds in `feeds`, and `list` for as long as they are not there.
    public init(_ feeds: any FeedStore, before list: any Catalogue) {
        self.feeds = feeds
        self.list = list
    }

    public func item(code: String) async throws(StorageError) -> CatalogueItem? {
        let feed = FeedKind.catalogue.rawValue
        guard try await feeds.standing(of: feed).current != nil else {
            return try await list.item(code: code)
        }
        if let entry = try await feeds.entry(of: feed, alias: code) { return item(entry) }
        guard let product = Int64(code) else { return nil }
        return try await feeds.entry(of: feed, key: "\(product)").flatMap(item)
    }

    private func item(_ entry: FeedEntry) -> CatalogueItem? {
        CatalogueEntry(entry).map {
            CatalogueItem(article: $0.article, unit: $0.unit, price: $0.price)
        }
    }

    public func member(card: String) async throws(StorageError) -> MemberID? {
        let feed = FeedKind.members.rawValue
        guard try await feeds.standing(of: feed).current != nil else {
            return try await list.member(card: card)
        }
        return try await feeds.entry(of: feed, key: card).flatMap { CardEntry($0)?.member }
    }
}
