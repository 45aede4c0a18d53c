/// A chip card: what it says when it wakes, and what it answers.
public protocol ChipCardTwin: Sendable {
    /// What it says when it wakes; for a contactless card, what its reader makes of it.
    var answerToReset: [UInt8] { get }

    /// Its identifier, if it is contactless.
    var uid: [UInt8]? { get }

    /// The most data in a block of T=1; what `answerToReset` says.
    var blockLength: Int { get }

    /// Takes a command and answers, status word and all.
    func respond(to command: [UInt8]) -> [UInt8]
}

extension ChipCardTwin {
    public var blockLength: Int { 32 }
}

/// A contactless tag of Type A with an identifier and nothing that takes commands.
public struct TagTwin: ChipCardTwin {
    public let uid: [UInt8]?

    /// The answer that PC/SC part 3 gives a 1 KB tag of ISO/IEC 14443-3, from the ACR122U's manual.
    public let answerToReset: [UInt8] = [
        0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 0x03, 0x06, 0x03, 0, 0x01, 0, 0, 0, 0,
        0x6A,
    ]

    /// A tag; 4, 7 or 10 bytes of identifier.
    public init(uid: [UInt8]) {
        self.uid = uid
    }

    /// The reader's word for a card that keeps silent.
    public func respond(to command: [UInt8]) -> [UInt8] { [0x63, 0x00] }
}

/// A card with the members' application: SELECT by name, READ BINARY of one file.
///
/// It takes commands apart by itself, byte by byte, so that a driver's mistake meets no twin
/// mistake of the same kind.
public final class MemberCardTwin: ChipCardTwin {
    public let answerToReset: [UInt8]
    public let uid: [UInt8]?
    public let blockLength: Int
    private let application: [UInt8]
    private let file: UInt8
    private let content: [UInt8]

    /// A card whose file `file` of `fileLength` bytes holds `number`; with a `uid` it is
    /// contactless.
    public init(
        application: [UInt8],
        file: UInt8,
        number: String,
        fileLength: Int = 24,
        uid: [UInt8]? = nil,
        blockLength: UInt8 = 32
    ) {
        self.application = application
        self.file = file
        self.uid = uid
        self.blockLength = Int(blockLength)
        let filling = [UInt8](repeating: 0xFF, count: max(0, fileLength - number.utf8.count))
        content = Array(number.utf8) + filling
        // T=1 with its block length, four historical bytes; or what a contactless reader makes.
        let body: [UInt8] =
            uid == nil
            ? [0x84, 0x81, 0x31, blockLength, 0x45, 0x4D, 0x45, 0x4D, 0x42]
            : [0x84, 0x80, 0x01, 0x4D, 0x45, 0x4D, 0x42]
        answerToReset = [0x3B] + body + [body.reduce(0, ^)]
    }

    public func respond(to command: [UInt8]) -> [UInt8] {
        guard command.count >= 4 else { return [0x67, 0x00] }
        guard command[0] == 0 else { return [0x6E, 0x00] }
        switch command[1] {
        case 0xA4: return select(command)
        case 0xB0: return read(command)
        default: return [0x6D, 0x00]
        }
    }

    private func select(_ command: [UInt8]) -> [UInt8] {
        guard command.count >= 6, command[2] == 0x04 else { return [0x6A, 0x86] }
        let length = Int(command[4])
        guard [5 + length, 6 + length].contains(command.count) else { return [0x67, 0x00] }
        guard Array(command[5..<5 + length]) == application else { return [0x6A, 0x82] }
        // A file control template with the application's name, as real cards give one.
        return [0x6F, UInt8(2 + length), 0x84, UInt8(length)] + application + [0x90, 0x00]
    }

    private func read(_ command: [UInt8]) -> [UInt8] {
        guard command.count == 5 else { return [0x67, 0x00] }
        guard command[2] == 0x80 | file, command[3] == 0 else { return [0x6A, 0x82] }
        let wanted = command[4] == 0 ? 256 : Int(command[4])
        guard wanted > content.count else { return Array(content.prefix(wanted)) + [0x90, 0x00] }
        return content + (command[4] == 0 ? [0x90, 0x00] : [0x62, 0x82])
    }
}
