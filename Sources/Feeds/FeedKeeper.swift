public import DurableSQLite
public import Records
public import SyncProtocol

/// Keeps a till's feeds up to date: it does what `FeedEnd` decides, over a store.
///
/// It holds no state but the store's, so a power cut between any two steps is a pause.
public struct FeedKeeper: Sendable {
    /// What came of an answer.
    public enum Outcome: Hashable, Sendable {
        /// There is nothing new.
        case current
        /// A page is kept, and there is more to come.
        case filling
        /// This version is the current one from now on.
        case adopted(FeedVersion)
        /// Nothing has changed for sales.
        case refused(feed: String, FeedFault)
    }

    /// How many entries are counted at a time.
    static let step = 512

    /// Where the feeds are.
    public let store: any FeedStore
    /// The feeds that the till wants, those first that matter most.
    public let kinds: [FeedKind]
    /// The key without which nobody is found in the feed `members`.
    public let lookup: HeldLookupKey
    private let proves: @Sendable (_ seal: String, FeedVersion) -> Bool

    /// A keeper of `kinds` in `store`.
    ///
    /// - Parameters:
    ///   - lookup: The key by which members are found, and where a new one goes.
    ///   - proves: Whether a seal is the hub's word for a version.
    public init(
        _ store: any FeedStore,
        kinds: [FeedKind] = FeedKind.allCases,
        lookup: HeldLookupKey = HeldLookupKey(),
        proves: @escaping @Sendable (_ seal: String, FeedVersion) -> Bool
    ) {
        self.store = store
        self.kinds = kinds
        self.lookup = lookup
        self.proves = proves
    }

    /// How the till stands with every feed that it wants.
    public func standings() async throws(StorageError) -> [FeedStanding] {
        var standings: [FeedStanding] = []
        for kind in kinds { standings.append(try await store.standing(of: kind.rawValue)) }
        return standings
    }

    /// What to ask the hub.
    public func request(
        of device: DeviceID,
        in epoch: UInt32
    ) async throws(StorageError) -> FeedRequest {
        FeedRequest(
            device: device,
            epoch: epoch,
            standings: try await standings(),
            asksKey: lacksKey
        )
    }

    private var lacksKey: Bool { kinds.contains(.members) && lookup.key == nil }

    /// Takes the hub's answer.
    ///
    /// Members that nobody could be found among do not take the place of those that a till has.
    public func take(_ answer: FeedAnswer) async throws(StorageError) -> Outcome {
        if let key = answer.key, lacksKey { try lookup.keep(key) }
        guard let page = answer.page else { return .current }
        let feed = page.version.feed
        guard let kind = FeedKind(rawValue: feed), kinds.contains(kind) else {
            return .refused(feed: feed, .unwanted)
        }
        if kind == .members, lookup.key == nil { return .refused(feed: feed, .keyless) }
        var end = FeedEnd(try await store.standing(of: feed))
        let begins: Bool
        do throws(FeedFault) {
            begins = try end.take(page, isProven: proves(page.seal, page.version))
        } catch {
            return .refused(feed: feed, error)
        }
        try await store.stage(page.changes, as: end.standing, begins: begins)
        return page.isLast ? try await finish(kind, end) : .filling
    }

    /// Counts what is all there, and makes it current.
    private func finish(
        _ kind: FeedKind,
        _ start: FeedEnd
    ) async throws(StorageError) -> Outcome {
        var end = start
        let (digest, isReadable) = try await count(kind, filling: true)
        if let fault = end.finish(counted: digest, isReadable: isReadable) {
            try await store.keep(end.standing)
            return .refused(feed: kind.rawValue, fault)
        }
        try await store.adopt(end.standing)
        return end.standing.current.map(Outcome.adopted) ?? .current
    }

    /// Looks at what the last run left.
    ///
    /// It finishes what was all there, and counts the current versions again. One that is not what
    /// the hub signed is gone by until it has come anew. What the last run could not read is asked
    /// for once more, since another program may run by now.
    ///
    /// - Returns: What came of each feed with which not all was well or finished.
    public func resume() async throws(StorageError) -> [Outcome] {
        var outcomes: [Outcome] = []
        for kind in kinds {
            let left = try await store.standing(of: kind.rawValue)
            var end = FeedEnd(left)
            end.start()
            if let current = end.standing.base {
                let (digest, isReadable) = try await count(kind, filling: false)
                if digest != current.digest || !proves(end.standing.seal, current) {
                    end.doubt()
                    outcomes.append(.refused(feed: kind.rawValue, .damaged))
                } else if !isReadable {
                    end.passOver()
                    outcomes.append(.refused(feed: kind.rawValue, .unreadable))
                }
            }
            if end.standing != left { try await store.keep(end.standing) }
            if end.standing.filling?.isWhole == true {
                outcomes.append(try await finish(kind, end))
            }
        }
        return outcomes
    }

    private func count(
        _ kind: FeedKind,
        filling: Bool
    ) async throws(StorageError) -> (digest: Digest, isReadable: Bool) {
        var digest = FeedDigest()
        var isReadable = true
        var last = ""
        while true {
            let entries = try await store.entries(
                of: kind.rawValue,
                filling: filling,
                after: last,
                limit: Self.step
            )
            guard let end = entries.last else { return (digest.digest, isReadable) }
            for entry in entries {
                digest.take(entry)
                isReadable = isReadable && kind.canRead(entry)
            }
            last = end.key
        }
    }
}
