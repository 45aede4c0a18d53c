/// A card of the shop's own programme; only `MemberCardRule` makes one.
///
/// Printing it, logging it or failing an expectation on it shows the last four digits and no more:
/// a rule may be written wrong one day. The number itself is asked for by name.
public struct MemberCard: Hashable, Sendable {
    /// The card's number, digits only.
    public let number: String

    /// The name on track 1, as `SURNAME/GIVEN`, or nothing when the card has none.
    public let name: String?

    init(number: String, name: String?) {
        self.number = number
        self.name = name
    }

    /// The number with all but its last four digits as `*`; a number of four or fewer is all `*`.
    public var maskedNumber: String {
        let shown = number.count > 4 ? 4 : 0
        return String(repeating: "*", count: number.count - shown) + String(number.suffix(shown))
    }
}

extension MemberCard: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "member card \(maskedNumber)" }
    public var debugDescription: String { description }

    /// A mirror would show the stored properties, and test failures and crash reports use one.
    public var customMirror: Mirror { Mirror(self, children: ["number": maskedNumber]) }
}
