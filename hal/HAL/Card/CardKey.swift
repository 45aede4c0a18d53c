/// The key of a shop's card tokens.
///
/// Whoever has it can try all bank numbers until one gives a token, so it is kept like any secret:
/// it does not print, and its memory is overwritten at the end. One key for all tills of a shop
/// makes a card's token the same at each; a key made for one run makes tokens that say "the same
/// card again" until the till restarts, and nothing afterwards.
public final class CardKey: Sendable {
    /// HMAC-SHA256 gains nothing from more and loses from less (RFC 2104, section 3).
    public static let length = 32

    private let bytes: SensitiveBytes

    /// A key of exactly 32 bytes; nothing when `bytes` are more or fewer.
    ///
    /// They are overwritten where they are.
    public init?(erasing bytes: inout [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = SensitiveBytes(erasing: &bytes)
    }

    /// A key drawn from `random`, which has to be the system's for the key to be worth anything.
    public init(random: inout some RandomNumberGenerator) {
        var drawn = (0..<Self.length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        bytes = SensitiveBytes(erasing: &drawn)
    }

    /// Lends the key to `body`.
    public func read<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        bytes.read(body)
    }
}

extension CardKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "card key" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
