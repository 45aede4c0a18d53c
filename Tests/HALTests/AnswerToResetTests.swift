import HAL
import TestSupport
import Testing

struct AnswerToResetTests {
    struct Row: Sendable {
        let bytes: String
        let protocols: [UInt8]
        let blockLength: UInt8
        let waiting: UInt8
        let historical: Int
        let why: String
    }

    /// From the list of pcsc-tools, and what pyscard's parser says of them.
    static let rows = [
        Row(
            bytes: "3B FA 13 00 FF 81 31 80 45 00 31 C1 73 C0 01 00 00 90 00 B1",
            protocols: [1],
            blockLength: 128,
            waiting: 0x45,
            historical: 10,
            why: "T=1, OpenPGP"
        ),
        Row(
            bytes: "3B F7 18 00 00 80 31 FE 45 73 66 74 65 2D 6E 66 C4",
            protocols: [0, 1],
            blockLength: 254,
            waiting: 0x45,
            historical: 7,
            why: "T=0 and T=1"
        ),
        Row(
            bytes: "3B DF 96 FF 91 01 31 FE 46 80 31 90 52 41 02 64 05 02 00 AC 73 D6 22 C0 17",
            protocols: [1],
            blockLength: 254,
            waiting: 0x46,
            historical: 15,
            why: "with TA2"
        ),
        Row(
            bytes: "3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00 6A",
            protocols: [0, 1],
            blockLength: 32,
            waiting: 0x4D,
            historical: 15,
            why: "a tag"
        ),
        Row(
            bytes: "3B 02 14 50",
            protocols: [0],
            blockLength: 32,
            waiting: 0x4D,
            historical: 2,
            why: "T=0, no TCK"
        ),
    ]

    @Test(arguments: rows)
    func `an answer to reset is taken apart as others take it`(_ row: Row) throws {
        let wire = bytes(row.bytes)
        let answer = try AnswerToReset(wire.span)
        #expect(answer.protocols == row.protocols)
        #expect(answer.blockLength == row.blockLength)
        #expect(answer.waitingTime == row.waiting)
        #expect(answer.historical.count == row.historical)
        #expect(!answer.usesCRC)
    }

    // swift-format-ignore
    static let refusals: [(bytes: String, why: String)] = [
        ("",                     "nothing"),
        ("3B",                   "half of the least"),
        ("3C 00",                "no TS"),
        ("3B 02 14",             "a historical byte is missing"),
        ("3B 02 14 50 00",       "a byte too many"),
        ("3B F0 13 00",          "ends among the interface bytes"),
        ("3B 80 01 80",          "a wrong TCK"),
        ("3B 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80 80"
            + " 80 80 80 80 80", "a chain that does not end"),
    ]

    @Test(arguments: refusals)
    func `an answer to reset that does not hold together is refused`(
        _ row: (bytes: String, why: String)
    ) {
        let wire = bytes(row.bytes)
        #expect(throws: DeviceError.self) { try AnswerToReset(wire.span) }
    }

    @Test func `no bytes make the parser of answers stumble`() {
        let seed: UInt64 = 81
        var random = Dice(seed: seed)
        var accepted = 0
        for _ in 0..<20_000 {
            var answer = bytes(Self.rows[Int(random.next() % 5)].bytes)
            for _ in 0...random.next() % 3 {
                answer[Int(random.next() % UInt64(answer.count))] = UInt8(random.next() & 0xFF)
            }
            let cut = Array(answer.prefix(Int(random.next() % UInt64(answer.count + 1))))
            if (try? AnswerToReset(cut.span)) != nil { accepted += 1 }
            if let whole = try? AnswerToReset(answer.span) {
                accepted += 1
                #expect(!whole.protocols.isEmpty && whole.historical.count <= 15, "seed \(seed)")
            }
        }
        #expect(accepted > 0, "seed \(seed)")
    }

    /// Bytes as a manual prints them.
    private func bytes(_ text: String) -> [UInt8] {
        text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }
}
