import HAL

/// An APDU on a serial line, and how it is found there again.
///
///     10 02   APDU, each 10 twice   10 03   CRC low, CRC high
///     DLE STX                       DLE ETX
///
/// The check sum is over the APDU as it was before doubling, and the 03; its own bytes are never
/// doubled. The receiver answers one byte: 06 taken, 15 not taken.
package enum SerialFrame {
    package static let acknowledgement: UInt8 = 0x06
    package static let refusal: UInt8 = 0x15

    /// The frame around `message`.
    package static func encode(_ message: [UInt8]) -> [UInt8] {
        let crc = KermitCRC.sum([0x03], after: KermitCRC.sum(message))
        let doubled = message.flatMap { $0 == 0x10 ? [$0, $0] : [$0] }
        return [0x10, 0x02] + doubled
            + [0x10, 0x03, UInt8(truncatingIfNeeded: crc), UInt8(crc >> 8)]
    }
}

/// Finds frames, and the single bytes between them, in what comes from a serial line.
///
/// Bytes between frames that are neither are noise and dropped. DLE STX within a frame begins a
/// new one: the end of the frame before it was lost.
package struct SerialFrameReader: Sendable {
    /// What a byte completed.
    package enum Event: Equatable, Sendable {
        /// The other side took our frame.
        case acknowledged
        /// The other side did not take it.
        case refused
        /// A frame with the right check sum; its content as it was before doubling.
        case message([UInt8])
        /// A frame that was not one: a wrong check sum, a DLE that means nothing, too long.
        case broken
    }

    private enum State {
        case between
        /// After a DLE between frames.
        case mark
        case inside
        /// After a DLE within a frame.
        case insideMark
        case checkLow
        case checkHigh
    }

    /// The longest APDU there is.
    private static let limit = 5 + 0xFFFF
    private var state = State.between
    private let cutsCards: Bool
    private var message: [UInt8] = []
    private var low: UInt8 = 0

    /// A reader at the beginning of a line; one that `cutsCards` hands no card's number on.
    package init(cutsCards: Bool = false) {
        self.cutsCards = cutsCards
    }

    /// Whether a frame has begun and not ended, so that silence breaks it.
    package var isInside: Bool { state != .between }

    /// Forgets the frame that has begun.
    package mutating func drop() {
        message.eraseAll()
        state = .between
    }

    /// Takes one byte, and says what it completed.
    package mutating func take(_ byte: UInt8) -> Event? {
        switch state {
        case .between:
            return outside(byte)
        case .mark:
            guard byte == 0x02 else { return outside(byte) }
            begin()
        case .inside:
            guard byte == 0x10 else { return append(byte) }
            state = .insideMark
        case .insideMark:
            switch byte {
            case 0x10: return append(byte)
            case 0x03: state = .checkLow
            case 0x02: begin()
            default: return end(.broken)
            }
        case .checkLow:
            low = byte
            state = .checkHigh
        case .checkHigh:
            let sum = KermitCRC.sum([0x03], after: KermitCRC.sum(message))
            guard sum == UInt16(byte) << 8 | UInt16(low) else { return end(.broken) }
            // Cut where it stands, then handed over and not copied.
            if cutsCards { CardCut.cut(&message) }
            let whole = message
            message = []
            return end(.message(whole))
        }
        return nil
    }

    private mutating func begin() {
        message.eraseAll()
        state = .inside
    }

    private mutating func end(_ event: Event) -> Event {
        drop()
        return event
    }

    private mutating func append(_ byte: UInt8) -> Event? {
        guard message.count < Self.limit else { return end(.broken) }
        if message.count == message.capacity { grow() }
        message.append(byte)
        state = .inside
        return nil
    }

    /// An array that grows by itself leaves its old memory as it was.
    private mutating func grow() {
        var larger: [UInt8] = []
        larger.reserveCapacity(max(1024, message.count * 2))
        larger += message
        message.eraseAll()
        message = larger
    }

    private mutating func outside(_ byte: UInt8) -> Event? {
        state = byte == 0x10 ? .mark : .between
        switch byte {
        case SerialFrame.acknowledgement: return .acknowledged
        case SerialFrame.refusal: return .refused
        default: return nil
        }
    }
}
