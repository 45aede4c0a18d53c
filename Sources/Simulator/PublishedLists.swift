internal import SyncProtocol

/// The versions of a list that a hub has published and remembers.
struct PublishedLists {
    /// One version, with all that it says in order of key.
    struct Version {
        let version: FeedVersion
        let entries: [FeedEntry]
    }

    static let feed = "list"
    /// How many changes a page has: so few that a cut comes between two.
    private static let pageSize = 2

    private var versions: [Version] = []

    /// The newest version; nil before the first.
    var newest: Version? { versions.last }

    /// Publishes `entries` as the newest version.
    ///
    /// - Parameter number: What the hub's clock says; the version is above all that are known.
    mutating func publish(_ entries: [FeedEntry], number: Int64) {
        let version = FeedVersion(
            feed: Self.feed,
            number: max(number, (newest?.version.number ?? 0) + 1),
            digest: FeedDigest.of(entries)
        )
        versions.append(Version(version: version, entries: entries))
    }

    /// The next page for the till that asks; nil when it has the newest version.
    func page(_ request: FeedRequest) -> FeedPage? {
        let plan = FeedPlan(request) { _ in
            newest?.version
        } isKnown: { version in
            versions.contains { $0.version == version }
        }
        guard let plan else { return nil }
        let changes = changes(to: plan.version.number, since: plan.base)
            .filter { $0.key > plan.after }
        return FeedPage(
            version: plan.version,
            base: plan.base,
            after: plan.after,
            changes: Array(changes.prefix(Self.pageSize)),
            isLast: changes.count <= Self.pageSize,
            seal: ""
        )
    }

    private func changes(to number: Int64, since base: Int64) -> [FeedChange] {
        let (old, new) = (entries(base), entries(number))
        let put = new.filter { !old.contains($0) }.map { FeedChange($0) }
        let gone = old.filter { entry in !new.contains { $0.key == entry.key } }
        return (put + gone.map { FeedChange(removing: $0.key) }).sorted { $0.key < $1.key }
    }

    private func entries(_ number: Int64) -> [FeedEntry] {
        versions.first { $0.version.number == number }?.entries ?? []
    }
}

/// A till's copy of the list, as its disk keeps it: every change of it is one commit.
struct KeptList {
    /// How the till stands.
    var standing = FeedStanding(feed: PublishedLists.feed)
    /// What a sale finds.
    private(set) var found: [String: FeedEntry] = [:]
    private var next: [String: FeedEntry] = [:]

    /// Keeps a page and the place that it leads to.
    mutating func stage(_ page: FeedPage, _ standing: FeedStanding, begins: Bool, isHasty: Bool) {
        if begins { next = page.base == 0 ? [:] : found }
        for change in page.changes {
            next[change.key] = change.entry
            if isHasty { found[change.key] = change.entry }
        }
        self.standing = standing
    }

    /// Counts what is all there, and goes by it, or gives it up.
    ///
    /// - Returns: Whether the version is the current one now.
    mutating func finish() -> Bool {
        var end = FeedEnd(standing)
        let digest = FeedDigest.of(next.values.sorted { $0.key < $1.key })
        let fault = end.finish(counted: digest, isReadable: true)
        if fault == nil { found = next }
        next = [:]
        standing = end.standing
        return fault == nil
    }
}

/// What the simulation of lists keeps besides what lies on disks.
struct ListWorld {
    /// A message about lists under way.
    struct Letter {
        enum Content {
            case request(FeedRequest)
            case answer(FeedPage?, isProven: Bool)
        }

        var due: Int64
        let box: Int
        let ticket: Int
        let content: Content
    }

    /// Chance of its own: what is traded is the same with lists and without.
    var dice: Dice
    let omitted: Set<ListRule>
    var letters: [Letter] = []
    var tickets = 0
    /// Every version that was ever published, by the hub or by one that forgot it, in order.
    var versions: [PublishedLists.Version] = []
    /// The newest version that each box, or past of a box, has gone by.
    var reached: [Int: Int64] = [:]

    init(seed: UInt64, omitted: [ListRule]) {
        dice = Dice(seed: seed ^ 0x6C69_7374_735F_6C69)
        self.omitted = Set(omitted)
    }

    func keeps(_ rule: ListRule) -> Bool { !omitted.contains(rule) }
}
