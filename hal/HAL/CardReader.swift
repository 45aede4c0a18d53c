/// Reads member cards: UnifiedPOS's MSR, or a reader that sends a plain number.
public protocol CardReader: Sendable {
    /// The next card.
    ///
    /// - Throws: `timeout` when nobody swiped by `deadline`; `failure` when the stripe was misread,
    ///   and then the cashier asks for the card again.
    func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe
}

/// What one swipe read.
///
/// Printing it, logging it or failing an expectation on it shows the last four digits and no more:
/// someone will swipe a bank card one day. The number itself is asked for by name.
public struct CardSwipe: Hashable, Sendable {
    /// The card's number, digits only.
    public let number: String

    /// The name on track 1, as `SURNAME/GIVEN`, or nothing when the card has none.
    public let name: String?

    /// The last month the card is good for, as `YYMM`, or nothing when the card has none.
    public let expiry: String?

    /// A swipe of the card `number`.
    public init(number: String, name: String? = nil, expiry: String? = nil) {
        self.number = number
        self.name = name
        self.expiry = expiry
    }

    /// The number with all but its last four digits as `*`; a number of four or fewer is all `*`.
    public var maskedNumber: String {
        let shown = number.count > 4 ? 4 : 0
        return String(repeating: "*", count: number.count - shown) + String(number.suffix(shown))
    }
}

extension CardSwipe: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "card \(maskedNumber)" }
    public var debugDescription: String { description }

    /// A mirror would show the stored properties, and test failures and crash reports use one.
    public var customMirror: Mirror { Mirror(self, children: ["number": maskedNumber]) }
}
