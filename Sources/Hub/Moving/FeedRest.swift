internal import DurableSQLite
internal import Records
internal import SyncProtocol

/// A store's feeds read from the first version to the last.
extension HubStore {
    /// Publishes everything that this store has published in `target`, version by version.
    func carryFeeds(to target: any HubStore) async throws(StorageError) {
        try await eachFeedVersion { version, changes throws(StorageError) in
            try await target.commit { try $0.publish(version, changes) }
        }
    }

    /// Takes the feeds into `digest`.
    func takeFeeds(_ digest: inout HubDigest) async throws(StorageError) {
        digest.mark("V")
        try await eachFeedVersion { version, changes in
            digest.row { digest in
                digest.text(version.feed)
                digest.number(version.number)
                digest.bytes(version.digest.bytes)
                digest.number(changes.count)
                for change in changes {
                    digest.text(change.key)
                    digest.optional(change.alias) { $0.text($1) }
                    digest.optional(change.value) { $0.text($1) }
                }
            }
        }
        digest.end()
    }

    /// Hands over each version with what it changed of the one before.
    private func eachFeedVersion(
        _ take: (FeedVersion, [FeedChange]) async throws(StorageError) -> Void
    ) async throws(StorageError) {
        var last: FeedVersion?
        for version in try await read({ try $0.feeds() }) {
            let base = last?.feed == version.feed ? last?.number ?? 0 : 0
            let changes = try await read { reading in
                var all: [FeedChange] = []
                try reading.eachChange(of: version, since: base) { all += $0 }
                return all
            }
            try await take(version, changes)
            last = version
        }
    }
}
