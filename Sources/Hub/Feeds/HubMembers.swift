public import DurableSQLite
public import Records
internal import Retail
internal import SyncProtocol
internal import TradeFolder

/// The feed `members`, which names nobody: whom a till finds by what it hashes.
extension HubCore {
    /// Hashes what an earlier program has published of members in the clear.
    ///
    /// Every version of it goes, and what the newest said is published anew; so neither the store
    /// nor, once it has that version, a till holds a number.
    ///
    /// - Returns: How many numbers were hashed.
    @discardableResult
    public func hashMembers(by key: LookupKey) async throws(StorageError) -> Int {
        let now = now
        let count = try await commit { transaction in
            try transaction.claim(.feeds)
            guard let newest = try transaction.newestFeed(FeedKind.members.rawValue) else {
                return 0
            }
            let entries = try transaction.entries(of: newest)
            let cards = entries.compactMap(CardEntry.init)
            if cards.isEmpty { return 0 }
            let hashed = cards.map { MemberEntry(.card($0.card), of: $0.member, by: key).entry }
            let others = entries.filter { CardEntry($0) == nil }
            _ = try Self.publishAlone(others + hashed, after: newest, at: now, transaction)
            return cards.count
        }
        if count > 0 { try await store.scrub() }
        return count
    }

    /// Publishes `entries` in the place of every version that there was.
    ///
    /// A till that goes by one of those has all of it sent. The newest version stays what it is
    /// when it says the same.
    static func publishAlone(
        _ entries: [FeedEntry],
        after newest: FeedVersion,
        at now: Int64,
        _ transaction: any HubTransaction
    ) throws -> FeedVersion {
        let sorted = entries.sorted { $0.key < $1.key }
        let digest = FeedDigest.of(sorted)
        let version =
            digest == newest.digest
            ? newest
            : FeedVersion(
                feed: newest.feed,
                number: max(now, newest.number + 1),
                digest: digest
            )
        try transaction.forget(feed: newest.feed)
        try transaction.publish(version, sorted.map { FeedChange($0) })
        return version
    }
}

extension HubReading {
    /// All that `version` says.
    func entries(of version: FeedVersion) throws -> [FeedEntry] {
        var entries: [FeedEntry] = []
        try eachChange(of: version, since: 0) { entries += $0.compactMap(\.entry) }
        return entries
    }
}

extension FeedFile {
    /// The members of `table` as entries, or what is wrong with them.
    ///
    /// A problem names members and columns, and no card's and no phone's number: it is read on a
    /// terminal.
    func members(
        _ table: TradeTable<TradeMember>,
        by key: LookupKey
    ) -> (entries: [FeedEntry], problems: [TradeProblem]) {
        var problems = table.problems
        var owners: [MemberMark: MemberID] = [:]
        func take(_ mark: MemberMark, _ column: String, of member: MemberID) {
            guard let owner = owners.updateValue(member, forKey: mark), owner != member else {
                return
            }
            problems.append(
                problem(
                    column,
                    "member \(member.number) has what member \(owner.number) has as well",
                    "nobody can tell whose it is; leave it out with one of the two"
                )
            )
        }
        for row in table.rows {
            take(.card(row.card), "card_ean13", of: row.member)
            guard let text = row.phone else { continue }
            if let phone = PhoneNumber(text, callingCode: callingCode) {
                take(.phone(phone), "phone", of: row.member)
            } else {
                let what = "what member \(row.member.number) has is no phone number"
                problems.append(problem("phone", what, "write +, the country's code and the rest"))
            }
        }
        guard problems.isEmpty else { return ([], problems) }
        return (owners.map { MemberEntry($0.key, of: $0.value, by: key).entry }, [])
    }

    private func problem(_ column: String, _ what: String, _ fix: String) -> TradeProblem {
        TradeProblem(file: path, line: nil, field: column, what: what, fix: fix)
    }
}
