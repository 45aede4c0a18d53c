public import DurableSQLite
public import Feeds
public import Retail
internal import SyncProtocol

/// The catalogue and the members that the hub has published; what it has not, another list says.
///
/// As soon as a feed has come whole it is all that counts: what it does not name is not sold at a
/// price, and a card that it does not name is nobody's. Members are found by hashes; what came
/// before there were any is found by the number itself.
public struct FedCatalogue: Catalogue {
    private let feeds: any FeedStore
    private let list: any Catalogue
    private let lookup: HeldLookupKey

    /// The feeds in `feeds`, and `list` for as long as they are not there.
    ///
    /// - Parameter lookup: The key under which the hub has hashed what members are found by.
    public init(
        _ feeds: any FeedStore,
        before list: any Catalogue,
        lookup: HeldLookupKey = HeldLookupKey()
    ) {
        self.feeds = feeds
        self.list = list
        self.lookup = lookup
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
        if let member = try await member(.card(card)) { return member }
        return try await feeds.entry(of: feed, key: card).flatMap { CardEntry($0)?.member }
    }

    public func member(phone: PhoneNumber) async throws(StorageError) -> MemberID? {
        let feed = FeedKind.members.rawValue
        guard try await feeds.standing(of: feed).current != nil else {
            return try await list.member(phone: phone)
        }
        return try await member(.phone(phone))
    }

    private func member(_ mark: MemberMark) async throws(StorageError) -> MemberID? {
        guard let key = lookup.key else { return nil }
        return try await feeds.entry(of: FeedKind.members.rawValue, key: mark.tag(by: key))
            .flatMap { MemberEntry($0)?.member }
    }
}
