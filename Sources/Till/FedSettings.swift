public import DurableSQLite
public import Feeds
public import SyncProtocol

/// The settings that the hub has published; what it has not decided, the till was started with.
public struct FedSettings: Sendable {
    private let feeds: any FeedStore

    /// The settings in `feeds`.
    public init(_ feeds: any FeedStore) {
        self.feeds = feeds
    }

    /// What the next receipt goes by.
    public func settings() async throws(StorageError) -> ShopSettings {
        ShopSettings(try await entries())
    }

    /// The names of settings that this program does not know: a later one does.
    public func unknown() async throws(StorageError) -> [String] {
        try await entries().filter(ShopSettings.isUnknown).map(\.key)
    }

    private func entries() async throws(StorageError) -> [FeedEntry] {
        try await feeds.entries(
            of: FeedKind.configuration.rawValue,
            filling: false,
            after: "",
            limit: FeedPage.changeLimit
        )
    }
}
