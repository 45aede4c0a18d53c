/// Takes big-endian numbers and runs of bytes off the front of a buffer, and never past its end.
public struct ByteReader: Sendable {
    private let buffer: [UInt8]
    private var index = 0

    /// A reader at the start of `bytes`.
    public init(_ bytes: [UInt8]) {
        buffer = bytes
    }

    /// How many bytes are left.
    public var remaining: Int { buffer.count - index }

    /// The next `count` bytes; nil when there are fewer.
    public mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= remaining else { return nil }
        defer { index += count }
        return buffer[index..<index + count]
    }

    /// The next number; nil when the bytes do not suffice.
    public mutating func integer<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type
    ) -> Number? {
        let size = Number.bitWidth / 8
        guard size <= remaining else { return nil }
        defer { index += size }
        return buffer.withUnsafeBytes {
            Number(bigEndian: $0.loadUnaligned(fromByteOffset: index, as: type))
        }
    }
}
