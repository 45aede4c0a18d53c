import HAL

/// 9600 baud, 7 data bits, even parity, 1 stop bit: how Toledo 8217 scales leave their factory.
///
/// On the wire seven bits and their parity are eight bits without parity, bit for bit. So a port
/// that knows only 8N1 carries this line when the driver sets bit 7 itself; and a port that was set
/// to 7E1 sends the same and hands bytes over without it. The STX of a reply tells which: its
/// parity bit is 1, so `82` comes with parity in every byte, to be checked here, and `02` without.
enum Toledo8217Wire {
    static let stx: UInt8 = 0x02
    static let cr: UInt8 = 0x0D

    /// `bytes` with even parity in bit 7.
    static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { $0.nonzeroBitCount.isMultiple(of: 2) ? $0 : $0 | 0x80 }
    }

    /// The first reply in `bytes`, without STX, CR and parity; it and all before it are taken out.
    ///
    /// Nothing while no reply is whole. A reply that was cut off is followed by another STX; but in
    /// a status reply, four bytes whatever they are, `s` may look like STX or CR.
    ///
    /// - Throws: `failure` for a wrong parity bit, and for more bytes than a reply has.
    static func takeReply(from bytes: inout [UInt8]) throws(DeviceError) -> [UInt8]? {
        while let start = bytes.firstIndex(where: { $0 & 0x7F == stx }) {
            bytes.removeFirst(start)
            if bytes.count >= 2, bytes[1] & 0x7F == UInt8(ascii: "?") {
                guard bytes.count >= 4 else { return nil }
                if bytes[3] & 0x7F == cr { return try take(4, from: &bytes) }
                bytes.removeFirst()
                continue
            }
            let end = bytes.dropFirst().firstIndex { [stx, cr].contains($0 & 0x7F) }
            guard let end else {
                guard bytes.count <= Toledo8217Reply.longest + 2 else {
                    bytes = []
                    throw DeviceError(.failure, "the scale sends and sends, and no reply ends")
                }
                return nil
            }
            if bytes[end] & 0x7F == cr { return try take(end + 1, from: &bytes) }
            bytes.removeFirst(end)
        }
        bytes = []
        return nil
    }

    /// Takes the frame of `count` bytes off the front.
    private static func take(
        _ count: Int,
        from bytes: inout [UInt8]
    ) throws(DeviceError) -> [UInt8] {
        let frame = bytes.prefix(count)
        bytes.removeFirst(count)
        let hasParity = frame.first != stx
        guard !hasParity || frame.allSatisfy({ $0.nonzeroBitCount.isMultiple(of: 2) }) else {
            throw DeviceError(.failure, "wrong parity from the scale: \(Hex.text(frame))")
        }
        return frame.dropFirst().dropLast().map { $0 & 0x7F }
    }
}
