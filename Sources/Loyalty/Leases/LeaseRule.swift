/// The rules by which nothing is spent twice, each under the name by which it can be left out.
///
/// Both ends keep them all. A simulation leaves one out, to prove that its checkers would notice.
/// `docs/PROTOCOL.md` says where each one applies.
public enum LeaseRule: UInt8, CaseIterable, Sendable {
    // What a till holds to.

    /// Nothing is spent but what is left of a lease.
    case spendsOnlyWhatItHolds
    /// Nothing is spent from the guard before a lease's end on, by the hub's clock.
    case stopsBeforeTheEnd
    /// Nothing is spent by a record whose own clock is beyond the lease's end.
    case stopsByTheRecordsClock
    /// Nothing that was held before a start is spent until the hub has greeted the box again.
    case spendsOnlyWithAWitness
    /// A till that stands apart spends nothing.
    case spendsNothingApart
    /// What is earned while the hub is away is leased to the till that earns it, or not its to
    /// spend.
    case leasesWhatItEarnsAlone
    /// A box that goes over to another epoch or number takes no lease with it.
    case takesNoLeaseAlong
    /// A grant that was asked for before a hello is not taken after it.
    case takesNoGrantAcrossAHello
    /// A grant whose signature does not hold is no grant.
    case believesOnlyVerifiedGrants
    /// A lease that was given back is not taken again.
    case remembersWhatItGaveBack
    /// A till asks for all its leases, unless the hub has said that they are those that it holds.
    case asksUnlessTheyAgree

    // What a hub holds to.

    /// Nothing is granted but what is available.
    case grantsOnlyWhatIsAvailable
    /// No device has more leased than it may have.
    case keepsWithinTheCaps
    /// A lease comes to an end only when no more of it can be spent.
    case reclaimsOnlyWithEvidence
    /// A lease does not end while its chain has records that the hub cannot read yet.
    case waitsForWhatItCannotRead
    /// After a restore nothing is granted until every device has said what it holds.
    case freezesAfterARestore
    /// A hello of a former life does not say what a device holds now.
    case hearsOnlyTheLiving
    /// A grant that the hub has forgotten is taken from the record of its acceptance.
    case takesGrantsFromRecords
    /// What is leased does not expire.
    case expiresOnlyWhatIsHome
    /// What a lot owes to the risk account is paid back before any of it is available.
    case paysRiskBackFirst
    /// Every posting has two sides.
    case postsBothSides
    /// A device that does not know of a lease is told of it.
    case tellsOfLostGrants
    /// The leases of an epoch end with it.
    case endsLeasesWithTheirEpoch
}

extension LeaseRule {
    /// The name, as `freezesAfterARestore`.
    public var name: String { "\(self)" }

    /// The rule of this name; nil when there is none.
    public init?(name: String) {
        guard let rule = LeaseRule.allCases.first(where: { $0.name == name }) else { return nil }
        self = rule
    }
}

/// The rules about leases that one end leaves out: none, except in a simulation.
public struct LeaseOmissions: Hashable, Sendable {
    /// Every rule is kept.
    public static let none = LeaseOmissions([])

    private let bits: UInt64

    /// Leaves out `rules`.
    public init(_ rules: some Sequence<LeaseRule>) {
        bits = rules.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    /// Whether `rule` is kept.
    public func keeps(_ rule: LeaseRule) -> Bool {
        bits & 1 << UInt64(rule.rawValue) == 0
    }
}
