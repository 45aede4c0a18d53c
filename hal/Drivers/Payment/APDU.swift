/// One message of ZVT: what it is, how much follows, and that.
///
///     class  instruction  length            data
///     06     01           0A                04 00 00 00 00 12 34 49 09 78
///     06     D3           FF 5D 03          861 bytes: from 255 on FF, then the low byte first
package struct APDU: Hashable, Sendable {
    /// The first byte: 06 a command, 04 a status, 80 and 84 an answer.
    package let kind: UInt8

    /// The second byte: which command, or what is wrong.
    package let instruction: UInt8

    /// What follows the length; at most 65,535 bytes.
    package let data: [UInt8]

    /// A message of those parts.
    package init(_ kind: UInt8, _ instruction: UInt8, _ data: [UInt8] = []) {
        precondition(data.count <= 0xFFFF, "no APDU is that long")
        self.kind = kind
        self.instruction = instruction
        self.data = data
    }

    /// The message that is exactly `bytes`, or nothing.
    package init?(_ bytes: [UInt8]) {
        guard let span = Self.span(of: bytes), span.upperBound == bytes.count else { return nil }
        self.init(bytes[0], bytes[1], Array(bytes[span]))
    }

    /// How it goes out.
    package var bytes: [UInt8] {
        let count = data.count
        let length =
            count < 0xFF
            ? [UInt8(count)] : [0xFF, UInt8(truncatingIfNeeded: count), UInt8(count >> 8)]
        return [kind, instruction] + length + data
    }

    /// Where the data of the message at the front of `bytes` lies, once its length is there.
    package static func span(of bytes: some Collection<UInt8>) -> Range<Int>? {
        let head = Array(bytes.prefix(5))
        guard head.count >= 3 else { return nil }
        guard head[2] == 0xFF else { return 3..<(3 + Int(head[2])) }
        guard head.count == 5 else { return nil }
        return 5..<(5 + Int(head[3]) + Int(head[4]) << 8)
    }
}

extension APDU: CustomStringConvertible, CustomReflectable {
    /// What it is and how long, never its data: a card's number may be in there.
    package var description: String { "\(Self.name(kind, instruction)) of \(data.count) bytes" }

    package var customMirror: Mirror { Mirror(self, children: ["message": description]) }

    private static func name(_ kind: UInt8, _ instruction: UInt8) -> String {
        func hex(_ byte: UInt8) -> String {
            (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "\(hex(kind)) \(hex(instruction))"
    }
}
