import Drivers
import HAL
import Testing
import Twins

struct ESCPOSAnswersTests {
    typealias Row = (bytes: [UInt8], answers: [ESCPOSAnswer], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ([0x12],                         [.status(0x12)],                    "DLE EOT, all well"),
        ([0x16, 0x1E],                   [.status(0x16), .status(0x1E)],     "two of them"),
        ([0x32, 0x7E],                   [.status(0x32), .status(0x7E)],     "paper out: still 0xx1xx10"),
        ([0x03],                         [.transmitted(0x03)],               "GS r: near end"),
        ([0x14, 0x00, 0x00, 0x0F],       [.automaticStatus([0x14, 0, 0, 0x0F])], "ASB is four bytes"),
        ([0x14, 0x13, 0x00, 0x11, 0x00, 0x0F], [.automaticStatus([0x14, 0, 0, 0x0F])], "XON and XOFF inside ASB"),
        ([0x37, 0x22, 0x20, 0x20, 0x20, 0x21, 0x00], [.printed(PrintTicket(1))], "GS ( H: job 1 is printed"),
        ([0x37, 0x22, 0x20, 0x12, 0x20, 0x20, 0x21, 0x00], [.status(0x12), .printed(PrintTicket(1))], "a status overtakes the proof"),
        ([0x5F, 0x54, 0x4D, 0x00],       [.block(0x5F, [0x54, 0x4D])],       "GS I 67: TM"),
        ([0x37, 0x25, 0x00],             [.block(0x37, [0x25])],             "cleared, which proves nothing"),
        ([0x37, 0x22, 0x20, 0x20, 0x21, 0x00], [.broken([0x37, 0x22, 0x20, 0x20, 0x21, 0x00])], "three digits are no ticket"),
        ([0x37, 0x22, 0x80],             [.broken([0x37, 0x22, 0x80])],      "no block holds 80h"),
        ([0xFF],                         [.broken([0xFF])],                  "the wrong baud rate"),
        ([0x14, 0x90],                   [.broken([0x14, 0x90])],            "not the second byte of ASB"),
    ]

    private func parse(_ bytes: [UInt8]) -> [ESCPOSAnswer] {
        var parser = ESCPOSAnswers()
        return bytes.compactMap { parser.take($0) }
    }

    @Test(arguments: rows)
    func `answers are told apart by their fixed bits`(_ row: Row) {
        #expect(parse(row.bytes) == row.answers)
    }

    @Test func `no status byte can pass for a proof`() {
        for byte in UInt8.min...UInt8.max where byte & 0x93 == 0x12 {
            #expect(parse([byte]) == [.status(byte)])
        }
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func `noise never stops the parser nor grows it`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var parser = ESCPOSAnswers()
        for _ in 0..<20_000 { _ = parser.take(UInt8.random(in: 0...255, using: &random)) }
        // However it stands, a block's worth of NULs brings it back.
        for _ in 0..<4 { _ = parser.take(0) }
        let proof: [UInt8] = [0x37, 0x22, 0x20, 0x20, 0x20, 0x25, 0x00]
        #expect(proof.compactMap { parser.take($0) } == [.printed(PrintTicket(5))], "seed \(seed)")
    }
}
