public import DurableSQLite
internal import Records
internal import Retail
public import SyncProtocol

/// What came of publishing a feed.
public enum FeedPublication: Hashable, Sendable {
    /// It is so already.
    case unchanged(FeedVersion)
    /// It is published, with so many entries that are new or other ones and so many that are gone.
    case published(FeedVersion, put: Int, removed: Int)
}

/// What a hub tells its tills of its own accord: what is sold, whose card is whose, what it earns.
extension HubCore {
    /// Publishes `entries` as all that there is in `feed`, unless it is so already.
    ///
    /// - Throws: `refused` for entries that break their form or share a key.
    public func publish(
        _ entries: [FeedEntry],
        as feed: FeedKind
    ) async throws(StorageError) -> FeedPublication {
        try await publication(of: entries, as: feed).publication
    }

    /// Publishes `entries` but those of members who were erased, and says whom they name.
    func publication(
        of entries: [FeedEntry],
        as feed: FeedKind
    ) async throws(StorageError) -> (publication: FeedPublication, leftOut: [MemberID]) {
        let sorted = entries.sorted { $0.key < $1.key }
        try Self.check(sorted, feed)
        let now = now
        return try await commit { transaction in
            try transaction.claim(.feeds)
            let (kept, leftOut) = try Self.leavingOut(sorted, feed, transaction)
            return (try Self.publish(kept, feed.rawValue, at: now, transaction), leftOut)
        }
    }

    /// Looks at what is to be published, in order of key.
    static func check(_ sorted: [FeedEntry], _ feed: FeedKind) throws(StorageError) {
        guard let fault = fault(in: sorted, of: feed) else { return }
        throw .refused(path: "feed \(feed.rawValue)", detail: fault)
    }

    private static func fault(in sorted: [FeedEntry], of feed: FeedKind) -> String? {
        if feed == .members, sorted.contains(where: { CardEntry($0) != nil }) {
            return "a number stands in it that has to be hashed"
        }
        if let entry = sorted.first(where: { !$0.isWellFormed }) {
            return "the entry '\(entry.key.prefix(FeedEntry.nameLimit))' breaks its form: names "
                + "are 1 to \(FeedEntry.nameLimit) letters, digits and signs without blanks, and "
                + "what is said of one is at most \(FeedEntry.valueLimit) bytes"
        }
        let twin = zip(sorted, sorted.dropFirst()).first { $0.key == $1.key }
        return twin.map { "two entries are called '\($0.0.key)'" }
    }

    /// Publishes `sorted`, which was looked at, inside a transaction that has claimed the feeds.
    static func publish(
        _ sorted: [FeedEntry],
        _ feed: String,
        at now: Int64,
        _ transaction: any HubTransaction
    ) throws -> FeedPublication {
        let newest = try transaction.newestFeed(feed)
        let changes = try changes(from: newest, to: sorted, transaction)
        if let newest, changes.isEmpty { return .unchanged(newest) }
        let version = FeedVersion(
            feed: feed,
            number: max(now, (newest?.number ?? 0) + 1),
            digest: FeedDigest.of(sorted)
        )
        try transaction.publish(version, changes)
        let removed = changes.count { $0.entry == nil }
        return .published(version, put: changes.count - removed, removed: removed)
    }

    /// What makes `sorted` of the newest version.
    private static func changes(
        from newest: FeedVersion?,
        to sorted: [FeedEntry],
        _ reading: any HubReading
    ) throws -> [FeedChange] {
        var before: [String: FeedEntry] = [:]
        if let newest {
            try reading.eachChange(of: newest, since: 0) { changes in
                for change in changes { before[change.key] = change.entry }
            }
        }
        var changes: [FeedChange] = []
        for entry in sorted where before.removeValue(forKey: entry.key) != entry {
            changes.append(FeedChange(entry))
        }
        changes += before.keys.map(FeedChange.init(removing:))
        return changes.sorted { $0.key < $1.key }
    }

    /// Answers a till that asks what is new.
    ///
    /// A till that is fenced sells on, so it is told prices all the same.
    ///
    /// - Parameters:
    ///   - key: What a paired till that asks for it is told, to find members by.
    ///   - seal: The hub's word for a version.
    func feed(
        _ request: FeedRequest,
        from sender: Sender,
        key: LookupKey?,
        seal: @escaping @Sendable (FeedVersion) -> String
    ) async -> Result<FeedAnswer, Refusal> {
        do throws(StorageError) {
            return try await store.read { [self] reading in
                switch try admittance(
                    of: sender,
                    as: request.device,
                    in: request.epoch,
                    reading
                ) {
                case .stranger: return .failure(.unverified(request.device))
                case .revoked: return .failure(.revoked(request.device))
                case .admitted:
                    let page = try Self.page(request, reading, seal: seal)
                    let isTold = request.asksKey == true && maySpeakOfKeys(to: sender)
                    return .success(FeedAnswer(page, key: isTold ? key : nil))
                }
            }
        } catch {
            return .failure(.unavailable(error))
        }
    }

    /// Whether what `sender` is told reaches a paired till and nobody else: a hub that takes paired
    /// tills alone is spoken to over TLS, another one over plain HTTP.
    private func maySpeakOfKeys(to sender: Sender) -> Bool {
        admission == .paired && sender != .unsigned
    }

    private static func page(
        _ request: FeedRequest,
        _ reading: any HubReading,
        seal: (FeedVersion) -> String
    ) throws -> FeedPage? {
        let plan = try FeedPlan(request) { feed in
            try reading.newestFeed(feed)
        } isKnown: { version in
            try reading.feed(version.feed, number: version.number) == version
        }
        guard let plan else { return nil }
        let changes = try reading.changes(
            of: plan.version,
            since: plan.base,
            after: plan.after,
            limit: FeedPage.changeLimit + 1
        )
        return plan.page(changes, seal: seal(plan.version))
    }
}
