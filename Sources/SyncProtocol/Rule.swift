/// The rules that keep every acknowledged sale, each under the name by which it can be left out.
///
/// Both ends keep them all. A simulation leaves one out, to prove that its checkers would notice:
/// a rule that nothing misses is either not needed or not tested. `docs/PROTOCOL.md` says where
/// each one applies.
public enum Rule: UInt8, CaseIterable, Sendable {
    // What a device holds to.

    /// Nothing is shown, acknowledged or sent before it is durable.
    case showsOnlyWhatIsDurable
    /// A receipt's number is taken in the transaction that books its sale.
    case numbersInTheTransaction
    /// The clock in the records never goes back.
    case neverTurnsItsClockBack
    /// An acknowledgement counts only when it names the device's own hash.
    case comparesAcknowledgedHash
    /// A welcome counts only when it names the device's own hash.
    case comparesWelcomedHash
    /// A hub that names an earlier record than before gets everything after it again.
    case sendsAgainWhatTheHubForgot
    /// Answers whose signature does not hold are no answers.
    case believesOnlyVerifiedAnswers
    /// Only what every backup holds that might be restored is pruned.
    case prunesOnlyWhatIsArchived
    /// A token is durable before it is used.
    case keepsTokenBeforeUse
    /// A device with nothing to send says hello from time to time all the same.
    case callsWhenIdle
    /// No refusal and no fault lets a device pass over a record.
    case passesOverNoRecord
    /// A device tries again for ever.
    case neverGivesUp
    /// An upload carries no more records than the hub has asked for.
    case staysWithinCredits
    /// A device that stands apart brings everything it still has, of all its epochs.
    case bringsWholeBranch
    /// A device whose hub has begun another life brings its branch again.
    case bringsBranchToEveryLife
    /// A grant is adopted only when the hub has the very last record.
    case adoptsOnlyBehindLastRecord
    /// After a grant receipts go on above the highest number that the hub knows.
    case numbersAboveTheFloor

    // What a hub holds to.

    /// An answer leaves after the commit.
    case commitsBeforeAnswering
    /// An upload that leaves records out is refused.
    case refusesGaps
    /// A branch that leaves records out is refused, those on a chain before its own too.
    case refusesBranchGaps
    /// Records of a fork are kept only behind a record that is held.
    case keepsNoForkAcrossAGap
    /// A record that is held under the same number is compared by hash.
    case comparesOverlap
    /// A new record has to link to the last one held.
    case linksNewRecords
    /// A device that does not know the last token is not this device any more.
    case rotatesTokens
    /// A device whose chain ends before what is held of it, or beside it, is not this device.
    case comparesHeads
    /// No message fences a device unless its sender can still answer.
    case challengesBeforeFencing
    /// The offered token stays the same until it is used.
    case offersOneTokenUntilUsed
    /// After a restore no device is asked for a token that the hub has forgotten.
    case asksNoTokenAfterRestore
    /// A restored hub has a new incarnation.
    case namesEveryLife
    /// Every name has its effect once, for ever.
    case appliesEachNameOnce
    /// A record of a later program is kept and waits for an upgrade.
    case keepsWhatItDoesNotKnow
    /// A record that cannot be applied is kept, set aside and acknowledged.
    case setsPoisonAside
    /// The archive mark is what every backup holds that might be restored.
    case archivesWhatEveryBackupHolds
    /// A fence has one successor; any other box gets a new number from a person.
    case grantsOneSuccessor
    /// A box that has started since its grant gets another one: it may be a copy of the one that
    /// took it.
    case grantsAnewAfterAStart
}

extension Rule {
    /// The name, as `refusesGaps`.
    public var name: String { "\(self)" }

    /// The rule of this name; nil when there is none.
    public init?(name: String) {
        guard let rule = Rule.allCases.first(where: { $0.name == name }) else { return nil }
        self = rule
    }
}

/// The rules that one end leaves out: none, except in a simulation.
public struct Omissions: Hashable, Sendable {
    /// Every rule is kept.
    public static let none = Omissions([])

    private let bits: UInt64

    /// Leaves out `rules`.
    public init(_ rules: some Sequence<Rule>) {
        bits = rules.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }

    /// Whether `rule` is kept.
    public func keeps(_ rule: Rule) -> Bool {
        bits & 1 << UInt64(rule.rawValue) == 0
    }
}
