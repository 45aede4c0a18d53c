import Drivers
import HAL
import Testing

/// ZVT's bytes, by the tables of PA00P015 and PA00P016 and by other readers of them.
struct ZVTCodecTests {
    // swift-format-ignore
    static let sums: [(text: [UInt8], sum: UInt16, why: String)] = [
        (Array("123456789".utf8), 0x2189, "the check value of CRC-16/KERMIT"),
        ([],                      0x0000, "nothing"),
        ([0x80, 0x00, 0x00, 0x03], 0x1FF5, "80 00 00 and its ETX"),
    ]

    @Test(arguments: sums)
    func `the check sum is KERMIT's`(_ row: (text: [UInt8], sum: UInt16, why: String)) {
        #expect(KermitCRC.sum(row.text) == row.sum)
    }

    typealias Golden = (message: APDU, apdu: String, frame: String, why: String)

    // Bytes produced by ecrterm (github.com/wirelane/ecrterm, commit f179162, LGPL-3): the packets'
    // serialize() and the framing of its SerialTransport. Registration and Repeat-Receipt carry
    // other options there, so they are written as raw messages here.
    // swift-format-ignore
    static let golden: [Golden] = [
        (APDU(0x06, 0x00, [0, 0, 0, 0x8E, 0x09, 0x78]), "06 00 06 00 00 00 8E 09 78",
         "10 02 06 00 06 00 00 00 8E 09 78 10 03 CE E6", "Registration: length 06 is no ACK within a frame"),
        (ZVTCommand.authorisation(minorUnits: 1234, currency: 978), "06 01 0A 04 00 00 00 00 12 34 49 09 78",
         "10 02 06 01 0A 04 00 00 00 00 12 34 49 09 78 10 03 B0 91", "12.34 EUR"),
        (ZVTCommand.authorisation(minorUnits: 1010, currency: 978), "06 01 0A 04 00 00 00 00 10 10 49 09 78",
         "10 02 06 01 0A 04 00 00 00 00 10 10 10 10 49 09 78 10 03 67 D4", "10.10 EUR: each 10h twice, and the length counts it once"),
        (ZVTCommand.statusEnquiry(password: [0, 0, 0]), "05 01 03 00 00 00",
         "10 02 05 01 03 00 00 00 10 03 DF DB", "Status-Enquiry"),
        (ZVTCommand.endOfDay(password: [0, 0, 0]), "06 50 03 00 00 00",
         "10 02 06 50 03 00 00 00 10 03 FB 37", "End-of-Day"),
        (ZVTCommand.abort, "06 B0 00", "10 02 06 B0 00 10 03 43 F3", "Abort"),
        (ZVTDialogue.received, "80 00 00", "10 02 80 00 00 10 03 F5 1F", "received"),
        (APDU(0x06, 0x0F), "06 0F 00", "10 02 06 0F 00 10 03 C6 33", "Completion"),
    ]

    @Test(arguments: golden)
    func `messages and frames are those of another reader of the protocol`(_ row: Golden) {
        #expect(Hex.text(row.message.bytes) == row.apdu)
        #expect(Hex.text(SerialFrame.encode(row.message.bytes)) == row.frame)
        #expect(APDU(row.message.bytes) == row.message)
    }

    @Test func `the bytes of a check sum are never doubled`() throws {
        // The first message of two bytes whose check sum has a 10h in it.
        let candidates: [[UInt8]] = (0...0xFFFF).map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let found = candidates.first { bytes in
            !bytes.contains(0x10) && KermitCRC.sum(bytes + [0x03]) & 0xFF == 0x10
        }
        let message = try #require(found)
        let frame = SerialFrame.encode(message)
        #expect(frame.count == 2 + 2 + 4)
        #expect(read(frame + [0x06]) == [.message(message), .acknowledged])
    }

    typealias Line = (bytes: [UInt8], events: [SerialFrameReader.Event], why: String)

    static let ack: [UInt8] = [0x10, 0x02, 0x80, 0x00, 0x00, 0x10, 0x03, 0xF5, 0x1F]
    static let received = SerialFrameReader.Event.message([0x80, 0x00, 0x00])

    // swift-format-ignore
    static let lines: [Line] = [
        (ack,                                     [received],                  "a frame"),
        ([0x06] + ack + [0x15],                   [.acknowledged, received, .refused], "single bytes around it"),
        (ack + ack,                               [received, received],        "two frames"),
        ([0x00, 0xFF, 0x02, 0x03] + ack,          [received],                  "noise before it"),
        ([0x10] + ack,                            [received],                  "a DLE too many before it"),
        (ack.dropLast(4) + ack,                   [received],                  "the end of the first frame was lost"),
        (ack.dropLast() + [0x00] + ack,           [.broken, received],         "a wrong check sum"),
        ([0x10, 0x02, 0x80, 0x10, 0x44] + ack,    [.broken, received],         "a DLE that means nothing"),
        (Array(ack.dropLast()),                   [],                          "one byte is missing"),
    ]

    @Test(arguments: lines)
    func `frames are found again among other bytes`(_ row: Line) {
        #expect(read(row.bytes) == row.events)
    }

    private func read(_ bytes: [UInt8]) -> [SerialFrameReader.Event] {
        var reader = SerialFrameReader()
        return bytes.compactMap { reader.take($0) }
    }

    // swift-format-ignore
    static let lengths: [(count: Int, head: [UInt8], why: String)] = [
        (0,     [0x06, 0xD3, 0x00],             "no data"),
        (254,   [0x06, 0xD3, 0xFE],             "the most that one byte tells"),
        (255,   [0x06, 0xD3, 0xFF, 0xFF, 0x00], "FF is the mark of the long form"),
        (861,   [0x06, 0xD3, 0xFF, 0x5D, 0x03], "PA00P015's example: the low byte first"),
        (65535, [0x06, 0xD3, 0xFF, 0xFF, 0xFF], "the most there is"),
    ]

    @Test(arguments: lengths)
    func `a length takes one byte or three`(_ row: (count: Int, head: [UInt8], why: String)) {
        let message = APDU(0x06, 0xD3, [UInt8](repeating: 0x10, count: row.count))
        #expect(Array(message.bytes.prefix(row.head.count)) == row.head)
        #expect(APDU(message.bytes) == message)
        #expect(APDU(message.bytes + [0]) == nil, "one byte too many")
        #expect(APDU(Array(message.bytes.dropLast())) == nil, "one byte too few")
        #expect(read(SerialFrame.encode(message.bytes)) == [.message(message.bytes)])
    }

    // swift-format-ignore
    static let numbers: [(value: Int64, count: Int, bytes: [UInt8]?, why: String)] = [
        (0,               6, [0, 0, 0, 0, 0, 0],                   "nothing"),
        (1234,            6, [0, 0, 0, 0, 0x12, 0x34],             "12.34"),
        (999_999_999_999, 6, [0x99, 0x99, 0x99, 0x99, 0x99, 0x99], "the most"),
        (1_000_000_000_000, 6, nil,                                "a digit too many"),
        (-1,              6, nil,                                  "less than nothing"),
        (978,             2, [0x09, 0x78],                         "the euro"),
    ]

    @Test(arguments: numbers)
    func `a number is packed two digits a byte`(
        _ row: (value: Int64, count: Int, bytes: [UInt8]?, why: String)
    ) {
        #expect(BCD.encode(row.value, in: row.count) == row.bytes)
        if let bytes = row.bytes { #expect(BCD.decode(bytes) == row.value) }
    }

    @Test func `half bytes that are no digits are no number`() {
        #expect(BCD.decode([0x1A]) == nil)
        #expect(BCD.decode([0xA1]) == nil)
        #expect(BCD.digits([0x09, 0x7F]) == nil)
        #expect(BCD.decode([UInt8](repeating: 0x99, count: 10)) == nil, "longer than Int64")
    }
}
