/// The symbols of a code that a person carries: Crockford's base 32, the last one a check.
///
/// No I, L, O or U, so a code can be read aloud, in groups of four. Hyphens and blanks are for the
/// eye; small letters, O for 0, I and L for 1 are taken as what was meant.
///
/// The check symbol makes the polynomial of all of them zero at the generator of GF(32), which is a
/// Reed-Solomon code: one symbol that is wrong, or any two of up to 31 that have changed places,
/// are noticed.
struct CodeSymbols: Hashable, Sendable {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let meant: [UInt8: UInt8] = [
        UInt8(ascii: "O"): UInt8(ascii: "0"), UInt8(ascii: "I"): UInt8(ascii: "1"),
        UInt8(ascii: "L"): UInt8(ascii: "1"),
    ]

    /// The symbols, each 0 to 31.
    private let symbols: [UInt8]

    /// These symbols, each 0 to 31, and their check.
    init(_ symbols: [UInt8]) {
        self.symbols = symbols + [Self.check(of: symbols)]
    }

    /// The `count` symbols that somebody has typed; nil when the check says that they are not.
    init?(typed text: String, count: Int) {
        let letters = text.uppercased().utf8.filter { !" -".utf8.contains($0) }
        let symbols = letters.compactMap { letter -> UInt8? in
            Self.alphabet.firstIndex(of: Self.meant[letter] ?? letter).map(UInt8.init)
        }
        guard symbols.count == letters.count, symbols.count == count,
            Self.check(of: symbols.dropLast()) == symbols[count - 1]
        else { return nil }
        self.symbols = symbols
    }

    /// All of them as text, for machines.
    var text: String { text(of: symbols.indices) }

    /// Some of them.
    func text(of range: Range<Int>) -> String {
        String(decoding: symbols[range].map { Self.alphabet[Int($0)] }, as: UTF8.self)
    }

    /// All of them in groups of four, for the eye.
    var spelled: String {
        stride(from: 0, to: symbols.count, by: 4)
            .map { text(of: $0..<min($0 + 4, symbols.count)) }.joined(separator: "-")
    }

    /// The symbol that makes the whole zero at the generator, 2, by Horner's rule.
    private static func check(of symbols: some Sequence<UInt8>) -> UInt8 {
        symbols.reduce(0) { sum, symbol in doubled(sum ^ symbol) }
    }

    /// Twice `symbol` in GF(32), whose polynomial is x^5 + x^2 + 1.
    private static func doubled(_ symbol: UInt8) -> UInt8 {
        symbol & 16 == 0 ? symbol << 1 : (symbol << 1) ^ 0b10_0101
    }
}
