/// Finds real-time commands in what a printer receives, wherever they are.
///
/// A printer obeys `DLE EOT`, `DLE ENQ` and `DLE DC4` the moment they arrive, past everything that
/// waits in its buffer, and even inside the data of another command: that is why no text and no
/// QR code may ever carry a DLE.
struct RealTimeFilter {
    /// What the printer is asked to do at once.
    enum Request: Equatable {
        /// `10 04 n`.
        case status(UInt8)
        /// `10 14 01 m t`.
        case drawerPulse
        /// `10 05 01`: go on with the line at which an error stopped it.
        case resume
        /// `10 05 02`, or `10 14 08 01 03 14 01 06 02 08`.
        case clearBuffer
    }

    private var seen: [UInt8] = []

    mutating func take(_ byte: UInt8) -> Request? {
        if seen.isEmpty, byte != 0x10 { return nil }
        seen.append(byte)
        switch (seen.count, byte) {
        case (1, 0x10), (2, 0x04), (2, 0x05), (2, 0x14): return nil
        case (1, _): break
        case (2, _):
            // The second DLE of `10 10 04` may begin a command.
            seen = byte == 0x10 ? [byte] : []
            return nil
        default: return complete(byte)
        }
        seen = []
        return nil
    }

    private mutating func complete(_ byte: UInt8) -> Request? {
        switch (seen[1], seen[2]) {
        case (0x04, let number):
            seen = []
            return .status(number)
        case (0x05, let number):
            seen = []
            return number == 1 ? .resume : number == 2 ? .clearBuffer : nil
        case (_, 0x01):
            guard seen.count == 5 else { return nil }
            seen = []
            return .drawerPulse
        case (_, 0x08):
            guard seen.count == 10 else { return nil }
            seen = []
            return .clearBuffer
        default:
            seen = []
            return nil
        }
    }
}
