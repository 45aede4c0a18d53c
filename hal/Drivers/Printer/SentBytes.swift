/// Reads the bytes that were sent to a printer as the printer does, to know where it stands.
///
/// When a cable is cut the printer waits for the rest of the command it is in, and would take the
/// next job's bytes for it. This tokenizer says how many bytes it waits for, so that as many NULs
/// bring it back to the start of a command: no fewer, which would leave it waiting, and not
/// thousands to be safe, which would be a second of a serial line. In text NUL prints nothing, so
/// where the cut may have been anywhere in a range the most that any place owes is right.
public struct SentBytes: Sendable {
    private enum State {
        /// Between commands.
        case idle
        /// After the first byte of a name, or in a name and its first parameters.
        case command([UInt8])
        /// In the data of a command, with so many bytes to come.
        case data(Int)
        /// In data that a NUL ends.
        case text
        /// After the first byte or bytes of a character of GB18030.
        case character([UInt8])
    }

    private var state = State.idle

    /// A printer between two commands.
    public init() {}

    /// How many NULs end the command that the printer is in; 0 between commands.
    public var owed: Int {
        var rest = self
        var count = 0
        while true {
            switch rest.state {
            case .idle: return count
            case .data(let left): return count + left
            case .command, .text, .character: break
            }
            rest.take(0)
            count += 1
        }
    }

    /// The most that is owed after any prefix of `bytes` that is at least `certain` bytes long.
    public static func mostOwed(in bytes: [UInt8], from certain: Int) -> Int {
        var sent = SentBytes()
        var most = 0
        for (index, byte) in bytes.enumerated() {
            sent.take(byte)
            if index + 1 >= certain { most = max(most, sent.owed) }
        }
        return most
    }

    /// The next byte.
    public mutating func take(_ byte: UInt8) {
        switch state {
        case .idle: begin(byte)
        case .command(let head): decide(head + [byte])
        case .data(let left): state = left > 1 ? .data(left - 1) : .idle
        case .text: state = byte == 0 ? .idle : .text
        case .character(let head): continueCharacter(head, byte)
        }
    }

    private mutating func begin(_ byte: UInt8) {
        switch byte {
        case 0x10, 0x1B, 0x1C, 0x1D: state = .command([byte])
        case 0x81...0xFE: state = .character([byte])
        default: state = .idle
        }
    }

    private mutating func decide(_ head: [UInt8]) {
        switch CommandLength.after(head) {
        case .none: state = .command(head)
        case .some(.bytes(0)): state = .idle
        case .some(.bytes(let count)): state = .data(count)
        case .some(.upToNul): state = .text
        }
    }

    /// Takes the second byte of two, or of four when it is a digit.
    ///
    /// Out of Chinese mode a byte that cannot go on
    /// so begins something of its own.
    private mutating func continueCharacter(_ head: [UInt8], _ byte: UInt8) {
        let isLead = (0x81...0xFE).contains(byte)
        let isDigit = (0x30...0x39).contains(byte)
        state = .idle
        switch head.count {
        case 1 where isDigit: state = .character(head + [byte])
        case 1 where byte >= 0x40 && byte != 0x7F && byte != 0xFF: return
        case 2 where isLead: state = .character(head + [byte])
        case 3 where isDigit: return
        default: begin(byte)
        }
    }
}
