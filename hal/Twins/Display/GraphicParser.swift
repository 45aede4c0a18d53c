/// Cuts the bytes on a GLK's cable into text, commands and the dots of pictures.
///
/// Written from the manuals and not from the driver: what one gets wrong the other shows. Commands
/// that no driver here sends are known too, so that their operands are not taken for text. Bounded:
/// it keeps at most five operands, and hands the dots on as they come.
struct GraphicParser {
    /// What a byte completed.
    enum Event: Equatable {
        case text(UInt8)
        case command(UInt8, operands: [UInt8])
        /// The next eight dots of a picture; the last byte may hold fewer.
        case dots(UInt8, at: Int, of: Frame)
    }

    /// Where a picture is drawn.
    struct Frame: Equatable {
        let x: Int
        let y: Int
        let width: Int
        let height: Int
    }

    private enum State {
        case text
        case lead
        case operands(UInt8, [UInt8], missing: Int)
        case dots(Frame, next: Int)
    }

    static let drawBitmap: UInt8 = 0x64

    /// How many bytes follow each command (Matrix Orbital, GLK19264-7T-1U, command summary).
    private static let operands: [UInt8: Int] = [
        0x31: 1, 0x32: 5, 0x33: 1, 0x35: 0, 0x36: 0, 0x37: 0, 0x39: 1, 0x3A: 2, 0x3B: 0,
        0x41: 0, 0x42: 1, 0x46: 0, 0x47: 2, 0x48: 0, 0x50: 1, 0x51: 0, 0x52: 0, 0x56: 1,
        0x57: 1, 0x58: 0, 0x63: 1, 0x64: 4, 0x65: 2, 0x6C: 4, 0x70: 2, 0x72: 5, 0x78: 5,
        0x79: 2, 0x7E: 1, 0x91: 1, 0x93: 1, 0x98: 1, 0x99: 1,
    ]

    private var state = State.text

    /// Takes one byte; nothing while more are needed, and nothing for what no manual knows.
    mutating func take(_ byte: UInt8) -> Event? {
        switch state {
        case .text:
            if byte != 0xFE { return .text(byte) }
            state = .lead
            return nil
        case .lead:
            let missing = Self.operands[byte] ?? 0
            return begin(byte, [], missing: missing)
        case .operands(let command, let taken, let missing):
            return begin(command, taken + [byte], missing: missing - 1)
        case .dots(let frame, let next):
            let end = next + 8
            state = end < frame.width * frame.height ? .dots(frame, next: end) : .text
            return .dots(byte, at: next, of: frame)
        }
    }

    private mutating func begin(_ command: UInt8, _ taken: [UInt8], missing: Int) -> Event? {
        if missing > 0 {
            state = .operands(command, taken, missing: missing)
            return nil
        }
        state = .text
        guard command == Self.drawBitmap else { return .command(command, operands: taken) }
        let sides = taken.map(Int.init)
        let frame = Frame(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
        if frame.width * frame.height > 0 { state = .dots(frame, next: 0) }
        return nil
    }
}
