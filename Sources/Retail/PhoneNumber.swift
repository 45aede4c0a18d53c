/// A phone number as everybody in the world dials it: `+` and 8 to 15 digits (E.164).
///
/// It is shown masked wherever it is printed; whole it goes into a hash and nowhere else.
public struct PhoneNumber: Hashable, Sendable {
    /// `+8613812348000`: what is hashed, and never shown.
    public let international: String
    /// How many digits behind the `+` are the country's.
    private let callingCodeLength: Int

    /// The number that somebody has typed or a list names; nil when it is none.
    ///
    /// Spaces, hyphens, dots and brackets are passed over. A number that begins with `+` or `00` is
    /// whole; any other is of the shop's own country, and loses the zero that is dialled before an
    /// area code.
    ///
    /// - Parameter callingCode: The calling code of the shop's country: 86.
    public init?(_ text: String, callingCode: String) {
        let signs = text.filter { !" -.()".contains($0) }
        let digits: String
        if signs.hasPrefix("+") {
            digits = String(signs.dropFirst())
        } else if signs.hasPrefix("00") {
            digits = String(signs.dropFirst(2))
        } else {
            digits = callingCode + (signs.hasPrefix("0") ? signs.dropFirst() : signs[...])
        }
        guard (8...15).contains(digits.utf8.count), digits.utf8.first != 0x30,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        international = "+" + digits
        callingCodeLength = digits.hasPrefix(callingCode) ? callingCode.utf8.count : 0
    }

    /// The mobile number that somebody has typed and nothing else, where it has a form of its own:
    /// in China eleven digits, of which the first two are 13 to 19.
    public init?(mobile text: String, callingCode: String) {
        let digits = Array(text.utf8)
        guard callingCode == "86", digits.count == 11, digits[0] == 0x31,
            0x33...0x39 ~= digits[1]
        else { return nil }
        self.init(text, callingCode: callingCode)
    }

    /// `138****8000`: enough for a cashier to ask "is that yours?", too little to call.
    public var masked: String {
        let own = international.dropFirst(1 + callingCodeLength)
        let shown = own.count >= 10 ? 3 : 0
        return own.prefix(shown) + "****" + own.suffix(own.count >= 7 ? 4 : 2)
    }

    public static func == (one: Self, other: Self) -> Bool {
        one.international == other.international
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(international)
    }
}

extension PhoneNumber: CustomStringConvertible, CustomReflectable {
    /// The number, masked.
    public var description: String { masked }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
