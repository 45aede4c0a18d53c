import Drivers
import HAL
import Testing
import Twins

/// What a printer is owed, counted by the driver's tokenizer and judged by the twin's grammar.
struct SentBytesTests {
    typealias Row = (sent: [UInt8], owed: Int, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ([],                                                 0,    "nothing was begun"),
        ([0x41, 0x0A],                                       0,    "text is whole"),
        ([0x1B],                                             1,    "half a name"),
        ([0x1B, 0x40],                                       0,    "ESC @ has no parameters"),
        ([0x1B, 0x61],                                       1,    "ESC a n"),
        ([0x1B, 0x70, 0x00],                                 2,    "ESC p m t1 t2"),
        ([0x1D, 0x56],                                       1,    "GS V m"),
        ([0x1D, 0x56, 0x42],                                 1,    "GS V 66 n"),
        ([0x1D, 0x56, 0x00],                                 0,    "GS V 0"),
        ([0x1D, 0x28, 0x6B],                                 2,    "a length of nothing ends it"),
        ([0x1D, 0x28, 0x6B, 0x03],                           4,    "pH, then three bytes"),
        ([0x1D, 0x28, 0x6B, 0x03, 0x01],                     259,  "a length of two bytes"),
        ([0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, 0x20],   3,    "a fence"),
        ([0x1D, 0x76, 0x30, 0, 72, 0, 255, 0],               18_360, "a picture"),
        ([0x1D, 0x76, 0x30, 0, 72],                          3,    "no height is no picture"),
        ([0x1D, 0x38, 0x4C, 0, 0, 1, 0],                     65_536, "GS 8 L, four bytes long"),
        ([0x1B, 0x2A, 33, 0, 1],                             768,  "three bytes a column"),
        ([0x1D, 0x6B, 4, 0x31],                              1,    "a barcode up to a NUL"),
        ([0x1D, 0x6B, 73, 10, 0x31],                         9,    "a counted barcode"),
        ([0x1C, 0x32, 0xFE, 0xA1],                           72,   "one's own"),
        ([0x1B, 0x26, 3, 0x41, 0x41, 12],                    36,   "letters of one's own"),
        ([0xD6],                                             1,    "half a Chinese character"),
        ([0x81, 0x30, 0x84],                                 1,    "three quarters of one"),
        ([0xD6, 0xD0],                                       0,    "a whole one"),
        ([0xE9, 0x1B, 0x40],                                 0,    "one byte, then a command"),
        ([0x10, 0x04],                                       1,    "DLE EOT n"),
    ]

    @Test(arguments: rows)
    func `what a command cut short still owes is counted to the byte`(_ row: Row) {
        var sent = SentBytes()
        for byte in row.sent { sent.take(byte) }
        #expect(sent.owed == row.owed)
    }

    @Test func `the twin is free after exactly as many NULs, wherever a job was cut`() throws {
        let bytes = try ESCPOSEncoder(columns: 48).encode(receipt, ticket: PrintTicket(3))
        var sent = SentBytes()
        for (index, byte) in bytes.enumerated() {
            sent.take(byte)
            let start = Array(bytes.prefix(index + 1))
            #expect(isFree(start, sent.owed), "byte \(index)")
            // Half a character falls apart on this twin; others take the next byte for its rest.
            guard sent.owed > 0, byte < 0x80 else { continue }
            #expect(!isFree(start, sent.owed - 1), "byte \(index)")
        }
    }

    /// Whether a printer that got `bytes` and so many NULs obeys the next command.
    private func isFree(_ bytes: [UInt8], _ count: Int) -> Bool {
        let tail: [UInt8] = [0x1B, 0x40, 0x41, 0x0A]
        let tokens = ESCPOSToken.tokens(in: bytes + [UInt8](repeating: 0, count: count) + tail)
        return tokens.suffix(3) == [
            .command([0x1B, 0x40], []), .character([0x41]), .command([0x0A], []),
        ]
    }

    @Test func `where the cut may be anywhere the most of all counts`() {
        let bytes: [UInt8] = [0x1D, 0x28, 0x6B, 0x09, 0x00] + [UInt8](repeating: 1, count: 9)
        #expect(SentBytes.mostOwed(in: bytes, from: 0) == 10)
        #expect(SentBytes.mostOwed(in: bytes, from: 12) == 2)
        #expect(SentBytes.mostOwed(in: bytes, from: bytes.count) == 0)
    }

    @Test(arguments: [91, 92, 93] as [UInt64])
    func `noise never stops the count`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<200 {
            var sent = SentBytes()
            for _ in 0..<200 {
                let leads: [UInt8] = [0x1B, 0x1C, 0x1D, 0x10]
                let noise = UInt8.random(in: 0...255, using: &random)
                let lead = leads.randomElement(using: &random) ?? noise
                sent.take(Bool.random(using: &random) ? lead : noise)
            }
            let owed = sent.owed
            for _ in 0..<min(owed, 1 << 20) { sent.take(0) }
            #expect(owed > 1 << 20 || sent.owed == 0, "seed \(seed), round \(round)")
        }
    }
}
