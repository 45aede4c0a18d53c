public import DurableSQLite
public import Retail
internal import SyncProtocol

/// What came of erasing a member.
public struct ErasureOutcome: Hashable, Sendable {
    /// The erasure: this one, or the first if the member was erased before.
    public let erasure: Erasure
    /// Whether the member was erased before.
    public let isRepeated: Bool
    /// By how many cards and phone numbers the member could be found until now.
    public let marks: Int

    /// What the person reads who asked.
    public var words: String {
        let member = "member \(erasure.member.number)"
        let before = isRepeated ? "was erased before by \(erasure.by)" : "is erased"
        let gone = marks == 0 ? "no list named them" : "\(marks) of their numbers gone"
        return "\(member) \(before): \(gone), tills forget them when they ask next; sales and "
            + "points stay under the number"
    }
}

/// How a member is erased: nobody finds them any more, and no sum and no chain changes.
///
/// What stays is a number, in sales, points and records that a till has signed. What made it a
/// person, by which the number was found, stands in the feed `members` alone and goes from there.
extension HubCore {
    /// The longest name of whoever erases.
    public static let personLimit = 64

    /// Erases `member`, known or not: every hash under which they are found goes, in every version,
    /// and the next version of the feed has tills forget them.
    ///
    /// It may be repeated, as after a restore, and then has the feed rid of them again.
    ///
    /// - Parameter person: Who does it.
    public func erase(
        _ member: MemberID,
        by person: String
    ) async throws(StorageError) -> ErasureOutcome {
        let now = now
        let erasure = Erasure(
            member: member,
            at: now,
            by: String(person.prefix(Self.personLimit))
        )
        let outcome = try await commit { transaction in
            try transaction.claim(.feeds)
            let first = try transaction.erasure(of: member)
            if first == nil { try transaction.put(erasure) }
            return ErasureOutcome(
                erasure: first ?? erasure,
                isRepeated: first != nil,
                marks: try Self.forget(member, at: now, transaction)
            )
        }
        try await store.scrub()
        return outcome
    }

    /// Takes everything out of the feed by which `member` is found; says how much it was.
    private static func forget(
        _ member: MemberID,
        at now: Int64,
        _ transaction: any HubTransaction
    ) throws -> Int {
        guard let newest = try transaction.newestFeed(FeedKind.members.rawValue) else { return 0 }
        let entries = try transaction.entries(of: newest)
        let others = entries.filter { owner(of: $0) != member }
        // Also when the newest version does not name the member: an older one may.
        _ = try publishAlone(others, after: newest, at: now, transaction)
        return entries.count - others.count
    }

    private static func owner(of entry: FeedEntry) -> MemberID? {
        MemberEntry(entry)?.member ?? CardEntry(entry)?.member
    }

    /// The entries of `feed` that name nobody who was erased, and who is left out of them.
    ///
    /// They are left out and not refused: another program may name them every night, and one line
    /// of it shall neither bring back somebody who wanted to go nor hold up all the others.
    static func leavingOut(
        _ entries: [FeedEntry],
        _ feed: FeedKind,
        _ reading: any HubReading
    ) throws -> (kept: [FeedEntry], leftOut: [MemberID]) {
        guard feed == .members else { return (entries, []) }
        let erased = Set(try reading.erasures().map(\.member))
        if erased.isEmpty { return (entries, []) }
        let owners = entries.map(owner)
        let kept = zip(entries, owners).filter { !($1.map(erased.contains) ?? false) }
        return (kept.map(\.0), Set(owners.compactMap(\.self)).intersection(erased).sorted())
    }

    /// Every erasure, in order of member.
    public func erasures() async throws(StorageError) -> [Erasure] {
        try await store.read { try $0.erasures() }
    }
}

extension [MemberID] {
    /// That these were left out, for the person who asked; empty for none.
    public var wordsOfErased: String {
        if isEmpty { return "" }
        return "left out, since they were erased: member"
            + (count == 1 ? " " : "s ") + map { "\($0.number)" }.joined(separator: ", ")
    }
}
