import HAL

/// One TPDU of T=0 by characters: the header goes out, and the card's procedure bytes say what is
/// to be done next (ISO/IEC 7816-3, 10.3.3).
///
///     60           wait on
///     INS          all data that is left, to the card or from it
///     INS, turned  one byte of it
///     6x, 9x       SW1; SW2 follows, and that was all
///
/// INS itself cannot be 6x or 9x. A reader of characters is told by `wLevelParameter` how many to
/// bring.
struct T0Characters: Sendable {
    /// What to do next.
    enum Step: Equatable {
        case send([UInt8], expecting: Int)
        case ended(StatusWord)
        case fail(String)
    }

    private enum Phase {
        case procedure
        case data(Int)
        case lastByte(UInt8)
    }

    /// More than a card needs that works for a minute, at its slowest pace.
    private static let mostWaits = 1000

    private let instruction: UInt8
    /// What is still to go to the card.
    private var outgoing: ArraySlice<UInt8>
    /// How many bytes it may still send.
    private var incoming: Int
    private var phase = Phase.procedure
    private var waits = 0
    /// How many bytes of data it has sent.
    private(set) var received = 0

    /// A TPDU with this header of five bytes that takes `data` out or `incoming` bytes back.
    init(header: [UInt8], data: ArraySlice<UInt8>, incoming: Int) {
        instruction = header[1]
        outgoing = data
        self.incoming = incoming
    }

    /// Takes what the card sent; data goes into `response`, no more than `room` bytes of it.
    mutating func take(
        _ bytes: Span<UInt8>,
        room: Int,
        into response: inout SensitiveBytes
    ) -> Step {
        switch phase {
        case .data(let count):
            guard bytes.count == count else { return wrongCount(bytes.count, of: count) }
            for index in bytes.indices where received + index < room {
                guard response.append(bytes[index]) else { return .fail("too long a response") }
            }
            received += count
            incoming -= count
            phase = .procedure
            return .send([], expecting: 1)
        case .procedure:
            guard bytes.count == 1 else { return wrongCount(bytes.count, of: 1) }
            return obey(bytes[0])
        case .lastByte(let first):
            guard bytes.count == 1 else { return wrongCount(bytes.count, of: 1) }
            return .ended(StatusWord(UInt16(first) << 8 | UInt16(bytes[0])))
        }
    }

    private mutating func obey(_ procedure: UInt8) -> Step {
        switch procedure {
        case 0x60:
            waits += 1
            guard waits <= Self.mostWaits else { return .fail("the card asks to wait for ever") }
            return .send([], expecting: 1)
        case instruction:
            return move(max(outgoing.count, incoming))
        case ~instruction:
            return move(1)
        case 0x61...0x6F, 0x90...0x9F:
            phase = .lastByte(procedure)
            return .send([], expecting: 1)
        default:
            return .fail("procedure byte \(Hex.text([procedure])) to \(Hex.text([instruction]))")
        }
    }

    private mutating func move(_ count: Int) -> Step {
        guard outgoing.isEmpty else {
            let bytes = Array(outgoing.prefix(count))
            outgoing = outgoing.dropFirst(count)
            return .send(bytes, expecting: 1)
        }
        guard incoming > 0 else { return .fail("the card wants data that the command has not") }
        phase = .data(count)
        return .send([], expecting: count)
    }

    private func wrongCount(_ count: Int, of expected: Int) -> Step {
        .fail("the reader brought \(count) bytes of \(expected)")
    }
}
