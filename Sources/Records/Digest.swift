internal import Crypto

/// A SHA-256 digest: 32 bytes that name one chain of records up to and including one of them.
public struct Digest: Hashable, Sendable {
    /// The length of a digest in bytes.
    public static let byteCount = 32

    /// What the chain of a device that has never been replaced starts from.
    public static let zero = Digest(lanes: SIMD32(repeating: 0))

    private let lanes: SIMD32<UInt8>

    private init(lanes: SIMD32<UInt8>) {
        self.lanes = lanes
    }

    /// The digest made of exactly these 32 bytes; nil for any other length.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        lanes = SIMD32(bytes)
    }

    /// The digest that `text` spells in 64 hexadecimal digits; nil for any other notation.
    public init?(hexadecimal text: some StringProtocol) {
        guard let bytes = [UInt8](hexadecimal: text) else { return nil }
        self.init(bytes)
    }

    /// The digest of `bytes`.
    public static func of(_ bytes: [UInt8]) -> Digest {
        var lanes = SIMD32<UInt8>(repeating: 0)
        var index = 0
        for byte in SHA256.hash(data: bytes) {
            lanes[index] = byte
            index += 1
        }
        return Digest(lanes: lanes)
    }

    /// The 32 bytes, in order.
    public var bytes: [UInt8] {
        lanes.indices.map { lanes[$0] }
    }
}

extension Digest: CustomStringConvertible {
    /// 64 hexadecimal digits.
    public var description: String { bytes.hexadecimal }
}

extension Digest: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest(hexadecimal: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a digest is 64 hexadecimal digits"
            )
        }
        self = digest
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
