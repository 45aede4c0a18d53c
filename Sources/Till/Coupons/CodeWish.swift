public import Loyalty
public import Records
public import Retail

/// That a code was brought which the till does not hold.
public struct CodeWish: Hashable, Sendable {
    /// The sale.
    public let sale: OperationID
    /// The code.
    public let code: CouponCode
    /// How many codes the till has not held so far: each scan asks anew.
    public let attempt: UInt64
}

/// What came of a wish for a code, for whoever brings it again.
public struct HeardCode: Hashable, Sendable {
    let wish: CodeWish
    /// Why it is not held; nil when it is.
    let word: CodeRefusal?
}

/// Why a code for single use is not taken; nothing is spent.
public enum CodeRefusal: Error, Hashable, Sendable {
    /// The coupon has codes, and was brought without one.
    case isMissing
    /// A basket on the counter or a parked one has it.
    case isInBasket
    /// The hub is being asked.
    case asking
    /// The hub grants none.
    case refused(LeaseRefusal)
    /// The hub did not answer, or with another code.
    case unanswered
    /// The till takes none now.
    case closed(PurseRefusal)
    /// It was taken, and cannot be spent any more now that the sale is paid: it is this line.
    case lapsed(PurseRefusal, line: Int)
}

extension CodeRefusal: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        switch self {
        case .isMissing: "This coupon has codes of its own: scan the code, or type all of it."
        case .isInBasket: "A basket has this code already."
        case .asking: "The hub is asked for this code: scan it again in a moment."
        case .refused(.exhausted), .refused(.over):
            "The hub has no such code left: it was used, another till has it, or it is none."
        case .refused(.capped):
            "This till has as many codes as it may have. Finish a sale, and scan it again."
        case .refused(.frozen):
            "The hub gives out no codes until it has heard from all tills. Leave the coupon."
        case .unanswered:
            "The hub does not answer, and without its word this code is not taken. Scan it again "
                + "in a moment, or leave the coupon."
        case .closed(let reason): "No code can be taken here now: \(reason.sentence)."
        case .lapsed(let reason, let line):
            "The code of line \(line + 1) cannot be used any more: \(reason.sentence). Press "
                + "VD\(line + 1) to leave it, and take what is due then."
        }
    }
}

extension CodeRefusal {
    /// Why a code cannot be spent, in words that go on after a colon.
    static func lapse(_ reason: PurseRefusal) -> String { reason.sentence }
}

extension PurseRefusal {
    fileprivate var sentence: String {
        switch self {
        case .short: "the till does not hold it any more"
        case .over: "the time for which the hub had set it aside is over"
        case .unwitnessed: "no hub has answered since the till was started"
        case .apart: "the till stands apart from its hub, which knows another box under its number"
        }
    }
}

extension LeaseErrand where Wish == CodeWish {
    /// For the code that was brought to `till` and is not held: once a scan, and the till is told
    /// what came of it.
    public init(codesOf till: Till, changes: Changes, ask: @escaping LeaseQuestion) {
        self.init(
            changes: changes,
            wish: { await till.codeWish },
            settle: { wish in
                await till.hear(await ask(1, wish.code.pool, wish.code.unit), of: wish)
                return true
            }
        )
    }
}

extension LeaseWord {
    /// Why `code` is not held now; nil when it is.
    ///
    /// A hub that is too old to know of codes sets another one aside, which goes back.
    func word(about code: CouponCode) -> CodeRefusal? {
        switch self {
        case .held(let units): units[code.unit] > 0 ? nil : .unanswered
        case .refused(let reason): .refused(reason)
        case .unanswered: .unanswered
        }
    }
}
