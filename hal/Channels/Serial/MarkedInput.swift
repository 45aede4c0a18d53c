/// Takes apart what a tty hands over with PARMRK and INPCK set (termios(3)).
///
///     FF FF      the byte FF
///     FF 00 00   a break, or a nought with a wrong parity or stop bit
///     FF 00 xx   a character with a wrong parity or stop bit
///
/// Nothing else begins with FF. What came garbled is not handed on: whoever reads is told instead.
package struct MarkedInput: Sendable {
    /// What a tty marks.
    package enum Fault: Equatable, Sendable {
        /// The line was at 0 for a whole character; a device that is switched off does that.
        case breakOrNought
        /// A parity or stop bit was wrong.
        case character
        /// FF and something that no tty puts behind it.
        case unknownMark
    }

    /// What came, in order.
    package enum Piece: Equatable, Sendable {
        case bytes([UInt8])
        case fault(Fault)
    }

    private enum Place {
        case plain
        /// Behind FF.
        case escaped
        /// Behind FF 00.
        case marked
    }

    private var place = Place.plain

    /// An input of which nothing has come.
    package init() {}

    /// Takes what was read, whatever it was cut at.
    package mutating func take(_ bytes: [UInt8]) -> [Piece] {
        if place == .plain, !bytes.contains(0xFF) { return bytes.isEmpty ? [] : [.bytes(bytes)] }
        var pieces: [Piece] = []
        var clean: [UInt8] = []
        for byte in bytes {
            guard let fault = take(byte, &clean) else { continue }
            if !clean.isEmpty { pieces.append(.bytes(clean)) }
            clean = []
            pieces.append(.fault(fault))
        }
        if !clean.isEmpty { pieces.append(.bytes(clean)) }
        return pieces
    }

    private mutating func take(_ byte: UInt8, _ clean: inout [UInt8]) -> Fault? {
        switch (place, byte) {
        case (.plain, 0xFF): place = .escaped
        case (.plain, _): clean.append(byte)
        case (.escaped, 0x00): place = .marked
        case (.escaped, 0xFF):
            place = .plain
            clean.append(0xFF)
        case (.escaped, _):
            place = .plain
            return .unknownMark
        case (.marked, _):
            place = .plain
            return byte == 0 ? .breakOrNought : .character
        }
        return nil
    }
}
