internal import Crypto

/// A SHA-256 digest: 32 bytes that name one chain of records up to and including one of them.
public struct Digest: Hashable, Sendable {
    /// The length of a digest in bytes.
    public static let byteCount = 32

    /// What the chain of a device that has never been replaced starts from.
    public static let zero = Digest(words: (0, 0, 0, 0))

    // Four words and not one `SIMD32`: that wants 32-byte alignment, which the frames of async
    // functions do not have (Swift 6.3.1), and then writes past their end.
    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    private init(words: (UInt64, UInt64, UInt64, UInt64)) {
        (word0, word1, word2, word3) = words
    }

    /// The digest made of exactly these 32 bytes; nil for any other length.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self = Array(bytes).withUnsafeBytes(Digest.init(raw:))
    }

    /// The digest that `text` spells in 64 hexadecimal digits; nil for any other notation.
    public init?(hexadecimal text: some StringProtocol) {
        guard let bytes = [UInt8](hexadecimal: text) else { return nil }
        self.init(bytes)
    }

    /// The digest of `bytes`.
    public static func of(_ bytes: [UInt8]) -> Digest {
        SHA256.hash(data: bytes).withUnsafeBytes(Digest.init(raw:))
    }

    /// The digest made of 32 bytes.
    private init(raw bytes: UnsafeRawBufferPointer) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        self.init(words: (word(0), word(1), word(2), word(3)))
    }

    /// The 32 bytes, in order.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            for (index, word) in [word0, word1, word2, word3].enumerated() {
                raw.storeBytes(of: word.bigEndian, toByteOffset: index * 8, as: UInt64.self)
            }
            count = Self.byteCount
        }
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
