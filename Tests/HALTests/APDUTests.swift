import HAL
import Testing

struct APDUTests {
    // swift-format-ignore
    static let commands: [(command: CommandAPDU?, bytes: String?, why: String)] = [
        (CommandAPDU(0, 0xA4, 4, 0),                          "00 A4 04 00",          "case 1: nothing either way"),
        (.getUID,                                             "FF CA 00 00 00",       "case 2: 256 bytes back"),
        (.getATS,                                             "FF CA 01 00 00",       "case 2"),
        (CommandAPDU(0, 0xD6, 0, 0, data: [1, 2]),            "00 D6 00 00 02 01 02", "case 3: data out"),
        (CommandAPDU(0, 0x88, 0, 0, data: [1], expected: 8),  "00 88 00 00 01 01 08", "case 4: both"),
        (.readBinary(file: 1),                                "00 B0 81 00 00",       "a short file identifier"),
        (CommandAPDU.readBinary(file: 1).expecting(0x18),     "00 B0 81 00 18",       "the length that a card named"),
        (.getResponse(0),                                     "00 C0 00 00 00",       "nought is 256"),
        (CommandAPDU(0, 0, 0, 0, expected: 257),              "00 00 00 00 00 01 01", "the extended form"),
        (CommandAPDU(0, 0, 0, 0, expected: 65_536),           "00 00 00 00 00 00 00", "nought is 65,536"),
        (CommandAPDU(0, 0, 0, 0, data: [7], expected: 257),   "00 00 00 00 00 00 01 07 01 01", "both lengths extended"),
        (CommandAPDU(0, 0, 0, 0, expected: 65_537),           nil,                    "no form has it"),
        (CommandAPDU(0, 0, 0, 0, data: [UInt8](repeating: 0, count: 65_536)), nil,    "no form has it"),
    ]

    @Test(arguments: commands)
    func `a command has the bytes of its case`(
        _ row: (command: CommandAPDU?, bytes: String?, why: String)
    ) {
        #expect(row.command.map { Hex.text($0.bytes) } == row.bytes)
    }

    @Test func `a response ends in its status word`() throws {
        let lengths = [1, 2, 4, 258, 65_538, 65_539].map { count -> Int? in
            let bytes = [UInt8](repeating: 0, count: max(0, count - 2)) + [0x90, 0x00]
            let wire = Array(bytes.suffix(count))
            guard let response = ResponseAPDU(wire.span) else { return nil }
            return response.status == .success ? response.data.count : -1
        }
        #expect(lengths == [nil, 0, 2, 256, 65_536, nil])
    }

    @Test func `an application's name has five to sixteen bytes`() {
        #expect(
            ApplicationID(hexadecimal: "F0 53 55 41 4E")?.bytes == [0xF0, 0x53, 0x55, 0x41, 0x4E]
        )
        for text in ["F0535541", "F0 53 55 41 4", "G053554150", String(repeating: "A0", count: 17)]
        {
            #expect(ApplicationID(hexadecimal: text) == nil)
        }
    }
}
