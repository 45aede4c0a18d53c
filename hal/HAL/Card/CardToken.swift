/// A card's number as a keyed hash: the same card gives the same token, and no way leads back.
///
/// HMAC-SHA256 (RFC 2104) under the shop's `CardKey`. A bare hash would be no good: there are few
/// enough bank numbers to try them all.
public struct CardToken: Hashable, Sendable {
    /// The 32 bytes in lower-case hexadecimal.
    public let text: String

    /// The token of a finished hash; nothing unless `code` is 32 bytes.
    public init?(code: some Collection<UInt8>) {
        guard code.count == 32 else { return nil }
        text = code.map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension CardToken: CustomStringConvertible {
    public var description: String { "token \(text.prefix(8))…" }
}
