/// The last four digits of a card's number; there is no room for more, so no more can leak.
public struct MaskedCard: Hashable, Sendable {
    /// Four digits.
    public let lastFour: String

    /// Keeps the end of a card's number and forgets the rest at once.
    ///
    /// Nothing when the number is so short that its end would tell it, or does not end in digits.
    public init?(number: some StringProtocol) {
        let end = number.suffix(4)
        let digits: ClosedRange<Character> = "0"..."9"
        guard number.count >= 8, end.allSatisfy(digits.contains) else { return nil }
        lastFour = String(end)
    }

    /// The last four digits as a log kept them, or nothing when they are not that.
    public init?(lastFour: String) {
        let digits: ClosedRange<Character> = "0"..."9"
        guard lastFour.count == 4, lastFour.allSatisfy(digits.contains) else { return nil }
        self.lastFour = lastFour
    }
}

extension MaskedCard: CustomStringConvertible {
    public var description: String { "card ****\(lastFour)" }
}
