public import DurableSQLite
internal import SyncProtocol

/// How a hub forgets what no till builds upon any more.
extension HubCore {
    /// How many entries are forgotten in one transaction, which others wait for.
    static let forgettingStep = 4096

    /// Forgets the versions of feeds that `FeedMemory` is done with.
    ///
    /// First the versions go, so nobody is told against them, then a few entries at a time what
    /// only they had. When that is broken off, the next time goes on with it.
    ///
    /// - Returns: How many entries are gone.
    @discardableResult
    public func forgetFeeds() async throws(StorageError) -> Int {
        let known = Dictionary(grouping: try await store.read { try $0.feeds() }, by: \.feed)
        var gone = 0
        for (feed, versions) in known {
            guard let oldest = feedMemory.oldest(of: versions, at: now) else { continue }
            var step: Int
            repeat {
                step = try await commit { transaction in
                    try transaction.claim(.feeds)
                    return try transaction.forget(
                        feed,
                        before: oldest.number,
                        limit: Self.forgettingStep
                    )
                }
                gone += step
            } while step == Self.forgettingStep
        }
        return gone
    }
}
