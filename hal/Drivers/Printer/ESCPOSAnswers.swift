public import HAL

/// One whole answer on an ESC/POS printer's return channel.
public enum ESCPOSAnswer: Equatable, Sendable {
    /// `DLE EOT n`: one byte 0xx1xx10.
    case status(UInt8)
    /// Automatic status back, `GS a`: four bytes, the first 0xx1xx00.
    case automaticStatus([UInt8])
    /// `GS r n`: one byte 0xx0xxxx.
    case transmitted(UInt8)
    /// `GS ( H` function 48: `37 22 d1 d2 d3 d4 00`, all before the fence `d1-d4` is on paper.
    case printed(PrintTicket)
    /// Another block answer, such as `GS I 67`'s `5F text 00`: its head and its text.
    case block(UInt8, [UInt8])
    /// Bytes that no rule of the protocol allows.
    case broken([UInt8])

    /// `3B 31 00`: the printer has just been switched on, for those that are set to say so.
    static let powerOn = ESCPOSAnswer.block(0x3B, [0x31])
}

/// Tells the answers on the return channel apart, byte by byte.
///
/// All commands share one return channel and nothing says which of them an answer belongs to. But
/// the classes are disjoint by their fixed bits, so a late `DLE EOT` answer can never pass for the
/// proof that a receipt was printed:
///
/// | First byte          | Class                                          |
/// |---------------------|------------------------------------------------|
/// | 11h, 13h            | XON, XOFF: flow control, may fall inside ASB   |
/// | b & 93h == 12h      | `DLE EOT`                                      |
/// | b & 93h == 10h      | ASB, three bytes with b & 90h == 0 follow      |
/// | b & 90h == 00h      | `GS r`                                         |
/// | 35 37 3B 3D 5F      | a block up to 00                               |
public struct ESCPOSAnswers: Sendable {
    /// The longest block: a head, 80 characters, and then it cannot be an answer any more.
    public static let longestBlock = 81

    private var pending: [UInt8] = []

    /// A return channel on which nothing has come yet.
    public init() {}

    /// Takes one byte, and says what it completes.
    public mutating func take(_ byte: UInt8) -> ESCPOSAnswer? {
        if byte == 0x11 || byte == 0x13 { return nil }
        guard let head = pending.first else { return begin(byte) }
        return Self.isBlockHead(head) ? continueBlock(byte) : continueAutomaticStatus(byte)
    }

    private static func isBlockHead(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x35, 0x37, 0x3B, 0x3D, 0x5F: true
        default: false
        }
    }

    private mutating func begin(_ byte: UInt8) -> ESCPOSAnswer? {
        if Self.isBlockHead(byte) || byte & 0x93 == 0x10 {
            pending = [byte]
            return nil
        }
        if byte & 0x93 == 0x12 { return .status(byte) }
        if byte & 0x90 == 0x00 { return .transmitted(byte) }
        return .broken([byte])
    }

    private mutating func continueAutomaticStatus(_ byte: UInt8) -> ESCPOSAnswer? {
        // A real-time answer overtakes what the printer is sending, byte for byte.
        if byte & 0x93 == 0x12 { return .status(byte) }
        pending.append(byte)
        if byte & 0x90 != 0 { return giveUp() }
        guard pending.count == 4 else { return nil }
        defer { pending = [] }
        return .automaticStatus(pending)
    }

    private mutating func continueBlock(_ byte: UInt8) -> ESCPOSAnswer? {
        if byte < 0x20, byte & 0x93 == 0x12 { return .status(byte) }
        pending.append(byte)
        if byte == 0 { return endBlock() }
        if byte < 0x20 || byte > 0x7E || pending.count > Self.longestBlock { return giveUp() }
        return nil
    }

    private mutating func endBlock() -> ESCPOSAnswer {
        let head = pending[0]
        let text = Array(pending[1..<(pending.count - 1)])
        guard head == 0x37, text.first == 0x22 else {
            pending = []
            return .block(head, text)
        }
        guard let ticket = PrintTicket(bytes: text.dropFirst()) else { return giveUp() }
        pending = []
        return .printed(ticket)
    }

    private mutating func giveUp() -> ESCPOSAnswer {
        defer { pending = [] }
        return .broken(pending)
    }
}
