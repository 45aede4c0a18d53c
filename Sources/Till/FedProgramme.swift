public import DurableSQLite
public import Feeds
public import Loyalty
internal import SyncProtocol

/// The programme that the hub has published; until one has come whole, the file on the box.
public struct FedProgramme: Sendable {
    private let feeds: any FeedStore
    private let file: Programme

    /// The programme in `feeds`, and the one in the box's `file` for as long as there is none.
    public init(_ feeds: any FeedStore, before file: Programme) {
        self.feeds = feeds
        self.file = file
    }

    /// The rules that the next basket earns by.
    public func rules() async throws(StorageError) -> Programme {
        let entry = try await feeds.entry(
            of: FeedKind.programmes.rawValue,
            key: PublishedProgramme.key
        )
        return entry.flatMap { PublishedProgramme($0)?.rules } ?? file
    }
}
