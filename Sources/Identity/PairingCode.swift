internal import Records

/// A code that a hub prints and a person carries to a till, once.
///
/// Sixteen symbols. The first two name the offer among those that are open; thirteen are the
/// secret, 65 bits; the last one is a check, so a slip of the hand is noticed at the till and costs
/// no try at the hub.
public struct PairingCode: Hashable, Sendable {
    /// How many symbols there are.
    public static let length = 16
    /// How many of them name the offer.
    public static let nameLength = 2

    private let symbols: CodeSymbols

    /// The code made of 75 of these random bits.
    public init(chance: (UInt64, UInt64)) {
        let first = (0..<12).map { UInt8(truncatingIfNeeded: chance.0 >> (5 * $0)) & 31 }
        let rest = (0..<3).map { UInt8(truncatingIfNeeded: chance.1 >> (5 * $0)) & 31 }
        symbols = CodeSymbols(first + rest)
    }

    /// The code that somebody has typed; nil when it cannot be one that a hub has printed.
    public init?(typed text: String) {
        guard let symbols = CodeSymbols(typed: text, count: Self.length) else { return nil }
        self.symbols = symbols
    }

    /// What names the offer: it goes over the line in clear.
    public var name: String { symbols.text(of: 0..<Self.nameLength) }

    /// What both ends prove that they know.
    public var secret: PairingSecret {
        PairingSecret(digest: .of(Array("PJ1-pair-code\(symbols.text)".utf8)))
    }

    /// The code as a person reads it: in no log, and in no message.
    public var spelled: String { symbols.spelled }
}

extension PairingCode: CustomStringConvertible, CustomReflectable {
    /// Which offer it is for; never the code.
    public var description: String { "a code for the offer \(name)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
