internal import Crypto
internal import Records

/// The public half of an Ed25519 key (RFC 8032): 32 bytes that anybody may know.
public struct PublicKey: Hashable, Sendable {
    /// The length of a key in bytes.
    public static let byteCount = 32
    /// The length of a signature in bytes.
    public static let signatureByteCount = 64

    /// The key as RFC 8032 writes it.
    public let bytes: [UInt8]

    /// The key made of exactly these 32 bytes; nil for any other length.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// Whether `signature` is one that the owner of this key made over `text`.
    public func verifies(_ signature: [UInt8], over text: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return false }
        return key.isValidSignature(signature, for: text)
    }
}

extension PublicKey: CustomStringConvertible {
    /// 64 hexadecimal digits.
    public var description: String { bytes.hexadecimal }
}

extension PublicKey: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = [UInt8](hexadecimal: try container.decode(String.self)),
            let key = PublicKey(bytes)
        else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a public key is 64 hexadecimal digits"
            )
        }
        self = key
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
