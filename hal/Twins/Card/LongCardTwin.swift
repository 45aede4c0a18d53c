/// A chip card for long commands and responses, with contents that anybody can check.
///
///     80 EC  P1 P2   takes data: 9000 when it is the sample of its length, else 6A80
///     80 EA  P1 P2   gives the sample of P1 P2 bytes, no more than are wanted
///     80 EE  00 00   gives back what it takes, no more than is wanted
public struct LongCardTwin: ChipCardTwin {
    public let answerToReset: [UInt8]
    public let uid: [UInt8]? = nil
    public let blockLength: Int
    public let speaksT0: Bool
    public let keepsRest = true

    /// A card of T=0, or of T=1 with blocks of `blockLength`.
    public init(speaksT0: Bool, blockLength: UInt8 = 254) {
        self.speaksT0 = speaksT0
        self.blockLength = Int(blockLength)
        answerToReset = Self.answer(
            speaksT0: speaksT0,
            blockLength: blockLength,
            Array("LONG".utf8)
        )
    }

    /// What a card of T=0 or T=1 with four historical bytes says when it wakes.
    static func answer(speaksT0: Bool, blockLength: UInt8, _ historical: [UInt8]) -> [UInt8] {
        // Without interface bytes it offers T=0 alone, and has no check byte.
        if speaksT0 { return [0x3B, 0x04] + historical }
        let body = [0x84, 0x81, 0x31, blockLength, 0x45] + historical
        return [0x3B] + body + [body.reduce(0, ^)]
    }

    /// The first `count` bytes of a text without an end.
    public static func sample(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    }

    public func takesData(_ instruction: UInt8) -> Bool { instruction != 0xEA }

    public func respond(to bytes: [UInt8]) -> [UInt8] {
        guard let command = TwinCommand(bytes) else { return [0x67, 0x00] }
        guard command.header[0] == 0x80 else { return [0x6E, 0x00] }
        let length = Int(command.header[2]) << 8 | Int(command.header[3])
        switch command.header[1] {
        case 0xEC:
            let isRight = command.data == Self.sample(command.data.count)
            return isRight ? [0x90, 0x00] : [0x6A, 0x80]
        case 0xEA: return Self.sample(min(length, command.wanted)) + [0x90, 0x00]
        case 0xEE: return Array(command.data.prefix(command.wanted)) + [0x90, 0x00]
        default: return [0x6D, 0x00]
        }
    }
}
