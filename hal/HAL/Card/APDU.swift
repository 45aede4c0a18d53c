/// A command to a smart card (ISO/IEC 7816-4).
///
/// The short form takes 255 bytes out and 256 back; what does not fit is written in the extended
/// form, which not every reader passes on, nor every card knows.
public struct CommandAPDU: Hashable, Sendable {
    /// CLA, INS, P1, P2.
    public let header: [UInt8]
    /// What goes to the card, at most 65,535 bytes.
    public let data: [UInt8]
    /// How many bytes are wanted back, at most 65,536; nothing when none are.
    public let expected: Int?

    /// A command, or nothing when it does not fit the extended form.
    public init?(
        _ cla: UInt8,
        _ ins: UInt8,
        _ p1: UInt8,
        _ p2: UInt8,
        data: [UInt8] = [],
        expected: Int? = nil
    ) {
        guard data.count <= 65_535, expected.map((1...65_536).contains) ?? true else { return nil }
        header = [cla, ins, p1, p2]
        self.data = data
        self.expected = expected
    }

    private init(header: [UInt8], data: [UInt8], expected: Int?) {
        self.header = header
        self.data = data
        self.expected = expected
    }

    /// Whether it does not fit the short form.
    public var isExtended: Bool { data.count > 255 || (expected ?? 0) > 256 }

    /// The bytes on the wire: header, Lc and data, Le.
    ///
    /// Short lengths have a byte, and 256 is written 0; extended ones have two, high byte first,
    /// with a nought before the first of them, and 65,536 is written 0.
    public var bytes: [UInt8] {
        guard isExtended else {
            return header + (data.isEmpty ? [] : [UInt8(data.count)] + data)
                + (expected.map { [UInt8(truncatingIfNeeded: $0)] } ?? [])
        }
        let lengths = data.isEmpty ? [0] : [0] + Self.highFirst(data.count) + data
        return header + lengths + (expected.map(Self.highFirst) ?? [])
    }

    private static func highFirst(_ length: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
    }

    /// The same command with the `expected` length that a card named in `6Cxx`.
    public func expecting(_ length: UInt8) -> CommandAPDU {
        CommandAPDU(header: header, data: data, expected: length == 0 ? 256 : Int(length))
    }
}

extension CommandAPDU {
    /// SELECT by the application's name, first occurrence (ISO/IEC 7816-4, 11.2.2).
    public static func select(_ application: ApplicationID) -> CommandAPDU {
        CommandAPDU(header: [0x00, 0xA4, 0x04, 0x00], data: application.bytes, expected: 256)
    }

    /// READ BINARY of the file with short identifier `file`, 1 to 30, from its beginning.
    public static func readBinary(file: UInt8) -> CommandAPDU {
        CommandAPDU(header: [0x00, 0xB0, 0x80 | file & 0x1F, 0x00], data: [], expected: 256)
    }

    /// GET RESPONSE: the `length` bytes that a card announced with `61xx`.
    public static func getResponse(_ length: UInt8) -> CommandAPDU {
        CommandAPDU(header: [0x00, 0xC0, 0, 0], data: [], expected: nil).expecting(length)
    }

    /// The identifier of a contactless card, asked of the reader (PC/SC part 3, 3.2.2.1.3).
    public static let getUID = CommandAPDU(header: [0xFF, 0xCA, 0, 0], data: [], expected: 256)

    /// The historical bytes of the ATS of a contactless card, asked of the reader.
    public static let getATS = CommandAPDU(header: [0xFF, 0xCA, 1, 0], data: [], expected: 256)
}

/// The name of an application on a card: 5 to 16 bytes (ISO/IEC 7816-4, 12.2.3).
public struct ApplicationID: Hashable, Sendable {
    public let bytes: [UInt8]

    /// A name, or nothing when it has fewer than 5 or more than 16 bytes.
    public init?(_ bytes: [UInt8]) {
        guard (5...16).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// A name written in hexadecimal as in board files, `F0 53 55 41 4E` or without spaces.
    public init?(hexadecimal text: String) {
        let digits = text.filter { $0 != " " }
        guard digits.utf8.count.isMultiple(of: 2) else { return nil }
        let values = digits.map(\.hexDigitValue)
        guard !values.contains(nil) else { return nil }
        let numbers = values.compactMap { $0.map(UInt8.init) }
        self.init(
            stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] << 4 | numbers[$0 + 1] }
        )
    }
}

/// SW1 and SW2, the two bytes at the end of every answer of a card.
public struct StatusWord: Hashable, Sendable {
    public let value: UInt16

    /// The word `value`.
    public init(_ value: UInt16) {
        self.value = value
    }

    /// 9000: done.
    public static let success = StatusWord(0x9000)
    /// 6A82: no such application or file.
    public static let notFound = StatusWord(0x6A82)
    /// 6D00: the card does not know the command.
    public static let unknownInstruction = StatusWord(0x6D00)
    /// 6300: what a contactless reader says when the card did not answer.
    public static let noInformation = StatusWord(0x6300)

    /// SW1.
    public var first: UInt8 { UInt8(value >> 8) }
    /// SW2.
    public var second: UInt8 { UInt8(truncatingIfNeeded: value) }
}

extension StatusWord: CustomStringConvertible {
    public var description: String { Hex.text([first, second]) }
}

/// A card's answer to a command.
public struct ResponseAPDU: ~Copyable, Sendable {
    /// What came before the status word, at most 65,536 bytes.
    public let data: SensitiveBytes
    public let status: StatusWord

    /// An answer taken apart.
    public init(data: consuming SensitiveBytes, status: StatusWord) {
        self.data = data
        self.status = status
    }

    /// Takes the bytes of an answer apart; nothing unless they are 2 to 65,538.
    public init?(_ bytes: Span<UInt8>) {
        guard (2...65_538).contains(bytes.count) else { return nil }
        let length = bytes.count - 2
        data = SensitiveBytes(copying: bytes.extracting(first: length))
        status = StatusWord(UInt16(bytes[length]) << 8 | UInt16(bytes[length + 1]))
    }
}
