public import Retail

/// That a member was erased: when and by whom, and nothing by which anybody could be found.
public struct Erasure: Hashable, Sendable {
    /// The member's number, under which sales and points stay in the books.
    public let member: MemberID
    /// When it was, in milliseconds since 1970.
    public let at: Int64
    /// Who did it, as they gave their name.
    public let by: String

    /// An erasure of these facts.
    public init(member: MemberID, at: Int64, by person: String) {
        self.member = member
        self.at = at
        by = person
    }
}

/// What can be asked of a store about members who were erased.
public protocol ErasureReading {
    /// When a member was erased; nil for one who was not.
    func erasure(of member: MemberID) throws -> Erasure?
    /// Every erasure, in order of member.
    func erasures() throws -> [Erasure]
}

/// What can be changed about them: one more is erased, and none is ever known again.
public protocol ErasureKeeping: ErasureReading {
    /// Keeps that a member was erased; the first time is the one that stays.
    func put(_ erasure: Erasure) throws
}
