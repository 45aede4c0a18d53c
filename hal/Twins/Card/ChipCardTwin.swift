/// A chip card: what it says when it wakes, and what it answers.
public protocol ChipCardTwin: Sendable {
    /// What it says when it wakes; for a contactless card, what its reader makes of it.
    var answerToReset: [UInt8] { get }

    /// Its identifier, if it is contactless.
    var uid: [UInt8]? { get }

    /// The most data in a block of T=1; what `answerToReset` says.
    var blockLength: Int { get }

    /// Whether it speaks T=0 to a reader that leaves its protocol to the host; else T=1.
    var speaksT0: Bool { get }

    /// Whether a command with this instruction brings data; T=0 does not say so itself.
    func takesData(_ instruction: UInt8) -> Bool

    /// Whether T=0 tells by 61xx what did not fit the length that was asked for.
    var keepsRest: Bool { get }

    /// Takes a command and answers, status word and all.
    func respond(to command: [UInt8]) -> [UInt8]
}

extension ChipCardTwin {
    public var blockLength: Int { 32 }
    public var speaksT0: Bool { false }
    public var keepsRest: Bool { false }

    /// SELECT, VERIFY and the commands that write (ISO/IEC 7816-4, table 4.2).
    public func takesData(_ instruction: UInt8) -> Bool {
        [0xA4, 0x20, 0xD0, 0xD2, 0xD6, 0xDC, 0xE2, 0x88].contains(instruction)
    }
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
    public let speaksT0: Bool
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
        blockLength: UInt8 = 32,
        speaksT0: Bool = false
    ) {
        self.application = application
        self.file = file
        self.uid = uid
        self.blockLength = Int(blockLength)
        self.speaksT0 = speaksT0
        let filling = [UInt8](repeating: 0xFF, count: max(0, fileLength - number.utf8.count))
        content = Array(number.utf8) + filling
        let historical = Array("MEMB".utf8)
        guard uid != nil else {
            answerToReset = LongCardTwin.answer(
                speaksT0: speaksT0,
                blockLength: blockLength,
                historical
            )
            return
        }
        // What a contactless reader makes.
        let body = [0x84, 0x80, 0x01] + historical
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

    private func read(_ bytes: [UInt8]) -> [UInt8] {
        guard let command = TwinCommand(bytes), command.data.isEmpty, command.wanted > 0 else {
            return [0x67, 0x00]
        }
        guard bytes[2] == 0x80 | file, bytes[3] == 0 else { return [0x6A, 0x82] }
        guard command.wanted > content.count else {
            return Array(content.prefix(command.wanted)) + [0x90, 0x00]
        }
        return content + (command.wantsAll ? [0x90, 0x00] : [0x62, 0x82])
    }
}
