internal import Records

/// A code that a hub prints and a person carries to a till, once.
///
/// Sixteen symbols of Crockford's base 32 in groups of four: no I, L, O or U, so it can be read
/// aloud. The first two name the offer among those that are open; thirteen are the secret, 65 bits;
/// the last one is a check. Hyphens and blanks are for the eye; small letters, O for 0, I and L for
/// 1 are taken as what was meant.
///
/// The check symbol makes the polynomial of all sixteen zero at the generator of GF(32), which is a
/// Reed-Solomon code: one symbol that is wrong, or any two that have changed places, are noticed at
/// the till and cost no try at the hub.
public struct PairingCode: Hashable, Sendable {
    /// How many symbols there are.
    public static let length = 16
    /// How many of them name the offer.
    public static let nameLength = 2

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let meant: [UInt8: UInt8] = [
        UInt8(ascii: "O"): UInt8(ascii: "0"), UInt8(ascii: "I"): UInt8(ascii: "1"),
        UInt8(ascii: "L"): UInt8(ascii: "1"),
    ]

    /// The symbols, each 0 to 31.
    private let symbols: [UInt8]

    /// The code made of 75 of these random bits.
    public init(chance: (UInt64, UInt64)) {
        let first = (0..<12).map { UInt8(truncatingIfNeeded: chance.0 >> (5 * $0)) & 31 }
        let rest = (0..<3).map { UInt8(truncatingIfNeeded: chance.1 >> (5 * $0)) & 31 }
        symbols = first + rest + [Self.remainder(of: first + rest)]
    }

    /// The code that somebody has typed; nil when it cannot be one that a hub has printed.
    public init?(typed text: String) {
        let letters = text.uppercased().utf8.filter { !" -".utf8.contains($0) }
        let symbols = letters.compactMap { letter -> UInt8? in
            Self.alphabet.firstIndex(of: Self.meant[letter] ?? letter).map(UInt8.init)
        }
        guard symbols.count == letters.count, symbols.count == Self.length,
            Self.remainder(of: symbols.dropLast()) == symbols[Self.length - 1]
        else { return nil }
        self.symbols = symbols
    }

    /// What names the offer: it goes over the line in clear.
    public var name: String { Self.text(symbols.prefix(Self.nameLength)) }

    /// What both ends prove that they know.
    public var secret: PairingSecret {
        let text = Array("PJ1-pair-code".utf8) + Array(Self.text(symbols[...]).utf8)
        return PairingSecret(digest: .of(text))
    }

    /// The code as a person reads it: in no log, and in no message.
    public var spelled: String {
        stride(from: 0, to: Self.length, by: 4).map { Self.text(symbols[$0..<($0 + 4)]) }
            .joined(separator: "-")
    }

    private static func text(_ symbols: ArraySlice<UInt8>) -> String {
        String(decoding: symbols.map { alphabet[Int($0)] }, as: UTF8.self)
    }

    /// The symbol that makes the whole zero at the generator, 2, by Horner's rule.
    private static func remainder(of symbols: some Sequence<UInt8>) -> UInt8 {
        symbols.reduce(0) { sum, symbol in doubled(sum ^ symbol) }
    }

    /// Twice `symbol` in GF(32), whose polynomial is x^5 + x^2 + 1.
    private static func doubled(_ symbol: UInt8) -> UInt8 {
        symbol & 16 == 0 ? symbol << 1 : (symbol << 1) ^ 0b10_0101
    }
}

extension PairingCode: CustomStringConvertible, CustomReflectable {
    /// Which offer it is for; never the code.
    public var description: String { "a code for the offer \(name)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
