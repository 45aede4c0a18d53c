public import DurableSQLite
public import SyncProtocol

/// Keeps a till's feeds: the version that sales go by, and what has come of the next one.
///
/// Every implementation keeps four promises, and one conformance suite checks them:
///
/// 1. What is looked up is of the current version, whole, whatever has come of the next one.
/// 2. A page and the place that it leads to are durable together, or neither is.
/// 3. A version becomes current in one step. A power cut leaves the one before or this one.
/// 4. Nothing of a version that was given up is ever found.
///
/// A lookup waits for one page to be written, at most.
public protocol FeedStore: Sendable {
    /// How the till stands with `feed`.
    func standing(of feed: String) async throws(StorageError) -> FeedStanding

    /// Keeps a page's changes and where it leads.
    ///
    /// - Parameter begins: Whether it is the first one: what another version left goes before.
    func stage(
        _ changes: [FeedChange],
        as standing: FeedStanding,
        begins: Bool
    ) async throws(StorageError)

    /// Makes the filled version the current one, as `standing` says.
    func adopt(_ standing: FeedStanding) async throws(StorageError)

    /// Gives up what has come of another version, or doubts the current one, as `standing` says.
    func keep(_ standing: FeedStanding) async throws(StorageError)

    /// The entries after `key` in order of key, at most `limit`: of the current version, or of the
    /// one that is being filled with all that it takes over.
    func entries(
        of feed: String,
        filling: Bool,
        after key: String,
        limit: Int
    ) async throws(StorageError) -> [FeedEntry]

    /// The current entry under `key`.
    func entry(of feed: String, key: String) async throws(StorageError) -> FeedEntry?

    /// The first current entry with this alias, in order of key.
    func entry(of feed: String, alias: String) async throws(StorageError) -> FeedEntry?
}
