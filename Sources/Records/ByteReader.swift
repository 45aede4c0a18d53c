/// Takes big-endian numbers and runs of bytes off the front of a buffer, and never past its end.
public struct ByteReader: Sendable {
    private var rest: ArraySlice<UInt8>

    /// A reader at the start of `bytes`.
    public init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// How many bytes are left.
    public var remaining: Int { rest.count }

    /// The next `count` bytes; nil when there are fewer.
    public mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// The next number; nil when the bytes do not suffice.
    public mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        guard let bytes = bytes(Number.bitWidth / 8) else { return nil }
        var number: Number = 0
        for byte in bytes {
            number = number << 8 | Number(truncatingIfNeeded: byte)
        }
        return number
    }
}
