internal import Crypto

/// The secret by which a hub and its tills hash the numbers that members are found by: 32 bytes.
///
/// Without it nobody can tell from a hash which number it is of, or try numbers out. It shows
/// nothing of itself wherever it is printed.
public struct LookupKey: Hashable, Sendable {
    /// The length of a key in bytes.
    public static let byteCount = 32

    /// The secret itself, for the file that keeps it and the message that carries it.
    package let bytes: [UInt8]

    /// The key made of exactly these 32 bytes; nil for any other length.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// The HMAC-SHA256 (RFC 2104) of `text` under this key.
    public func code(of text: [UInt8]) -> Digest {
        let code = HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: bytes))
        guard let digest = Digest(Array(code)) else {
            preconditionFailure("HMAC-SHA256 has 32 bytes")
        }
        return digest
    }
}

extension LookupKey: CustomStringConvertible, CustomReflectable {
    /// That it is one; never what it is.
    public var description: String { "a key for lookups" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension LookupKey: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = [UInt8](hexadecimal: try container.decode(String.self)),
            let key = LookupKey(bytes)
        else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a key for lookups is 64 hexadecimal digits"
            )
        }
        self = key
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes.hexadecimal)
    }
}
