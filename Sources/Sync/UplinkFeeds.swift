internal import DurableSQLite
public import Feeds
internal import Identity
internal import Journal
internal import Logging
internal import Records
internal import SyncProtocol

/// How a till keeps its feeds up to date: where they are, and how often it asks.
public struct FeedDuty: Sendable {
    /// Where the feeds are.
    let store: any FeedStore
    /// The key by which members are found.
    let lookup: HeldLookupKey
    /// The least time between two questions when there was nothing new, in milliseconds.
    let interval: Int64
    /// Called with what a person may want to know: a version that is current now, or was refused.
    let told: @Sendable (FeedKeeper.Outcome) async -> Void

    /// A till's duty to the feeds in `store`.
    ///
    /// - Parameters:
    ///   - lookup: The key by which members are found, and where the hub's goes.
    ///   - intervalMilliseconds: How long to wait after nothing was new, and at most half as long
    ///     again, so that a chain's tills do not ask at one moment.
    ///   - told: Called when a version is current, or was refused.
    public init(
        _ store: any FeedStore,
        lookup: HeldLookupKey = HeldLookupKey(),
        intervalMilliseconds: Int64 = 60_000,
        told: @escaping @Sendable (FeedKeeper.Outcome) async -> Void = { _ in }
    ) {
        self.store = store
        self.lookup = lookup
        interval = intervalMilliseconds
        self.told = told
    }

    /// The keeper of a till that is paired as `identity`; nobody signs for one that is not, nor
    /// is it told the key by which it could find members.
    func keeper(of identity: TillIdentity?) -> FeedKeeper {
        let kinds = FeedKind.allCases.filter { $0 != .members || identity != nil }
        return FeedKeeper(store, kinds: kinds, lookup: lookup) { seal, version in
            guard let identity else { return true }
            return FeedSeal.holds(
                seal,
                for: version.feed,
                number: version.number,
                digest: version.digest,
                of: identity.hub.sync
            )
        }
    }
}

/// How far an uplink has come with its feeds.
struct FeedWork {
    let duty: FeedDuty
    let keeper: FeedKeeper
    /// When to ask next, by the box's own clock.
    var due: Int64 = 0
    /// Whether what the last run left has been looked at.
    var hasResumed = false

    init?(_ duty: FeedDuty?, _ identity: TillIdentity?) {
        guard let duty else { return nil }
        self.duty = duty
        keeper = duty.keeper(of: identity)
    }
}

/// How the uplink sees to the feeds: one page between two other errands, and nothing that goes
/// wrong with them touches those.
extension Uplink {
    /// How long the feeds may be left alone, in milliseconds; nil when there are none.
    var feedPause: Int64? {
        guard mayAskForFeeds else { return nil }
        return feeds.map { max(0, $0.due - counted) }
    }

    /// Whether the feeds are to be asked for now, before anything is waited for.
    var isFeedDue: Bool { feedPause == 0 }

    /// A till that stands apart sells on, so it asks for prices all the same.
    private var mayAskForFeeds: Bool {
        switch status.state {
        case .connected, .apart: true
        case .meeting, .resting: false
        }
    }

    /// Asks for the next page, when it is time.
    func tendFeeds() async {
        guard let feeds, feeds.due <= counted, mayAskForFeeds else { return }
        do throws(StorageError) {
            if !feeds.hasResumed {
                self.feeds?.hasResumed = true
                for outcome in try await feeds.keeper.resume() { await tell(outcome, feeds.duty) }
            }
            let outcome = try await askForPage(feeds.keeper)
            if let outcome { await tell(outcome, feeds.duty) }
            switch outcome {
            // What cannot be read is not asked for again, so the next feed has its turn.
            case .filling, .adopted, .refused(_, .unreadable): break
            case .current, .refused, nil: restFeeds(feeds.duty)
            }
        } catch {
            log.error("feeds: \(error); the till sells by what it has")
            restFeeds(feeds.duty)
        }
    }

    private func askForPage(
        _ keeper: FeedKeeper
    ) async throws(StorageError) -> FeedKeeper.Outcome? {
        let epoch = journal.queueDepth.head.epoch
        let request = try await keeper.request(of: journal.device, in: epoch)
        let fault = fault
        switch await send(HubPath.feeds, Message.encode(request), in: epoch, as: FeedAnswer.self) {
        case .message(let answer):
            return try await keeper.take(answer)
        case .otherwise:
            // A hub that knows no feeds is a good hub; a line that is down is noticed by others.
            log.debug("feeds: \(self.fault ?? "")")
            self.fault = fault
            return nil
        }
    }

    private func restFeeds(_ duty: FeedDuty) {
        let width = UInt64(max(1, duty.interval / 2))
        feeds?.due = counted + duty.interval + Int64(random() % width)
    }

    private func tell(_ outcome: FeedKeeper.Outcome, _ duty: FeedDuty) async {
        switch outcome {
        case .current, .filling: return
        case .adopted(let version): log.notice("\(version.feed): version \(version.number)")
        case .refused(let feed, let fault):
            log.warning("\(feed): \(fault.rawValue); the till goes by what it has")
        }
        await duty.told(outcome)
    }
}
