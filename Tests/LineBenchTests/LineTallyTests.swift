import LineBench
import Testing
import Twins

/// Bytes sent and received in hexadecimal; the counts are lost, extra, wrong bits.
struct LineTallyTests {
    typealias Row = (
        sent: [UInt8], received: [UInt8], lost: Int, extra: Int, bits: Int, why: String
    )

    static let count = [UInt8](1...40)

    // swift-format-ignore
    static let rows: [Row] = [
        (count,             count,                                  0,  0, 0, "as it should be"),
        ([],                [],                                     0,  0, 0, "nothing of nothing"),
        (count,             [],                                     40, 0, 0, "silence"),
        ([],                [1, 2],                                 0,  2, 0, "noise"),
        (count,             Array(count.prefix(10) + count.dropFirst(11)), 1, 0, 0, "one lost in the middle"),
        (count,             Array(count.prefix(10) + count.dropFirst(14)), 4, 0, 0, "four lost in the middle"),
        (count,             Array(count.prefix(10) + [99, 98] + count.dropFirst(10)), 0, 2, 0, "two added in the middle"),
        (count,             Array(count.dropLast(3)),               3,  0, 0, "the last ones lost"),
        (count,             Array(count.prefix(10) + [11 ^ 0x81] + count.dropFirst(11)), 0, 0, 2, "two bits turned"),
        ([UInt8](repeating: 0, count: 20), [0, 0, 1, 0, 0, 2] + [UInt8](repeating: 0, count: 14), 0, 0, 2, "two turned close together"),
        ([0, 0, 0, 0, 0],   [0, 0, 0],                              2,  0, 0, "which ones cannot be told, how many can"),
        ([0x55],            [0xAA],                                 0,  0, 8, "all wrong"),
    ]

    @Test(arguments: rows)
    func `what became of the bytes is counted`(_ row: Row) {
        let tally = LineTally(sent: row.sent, received: row.received)
        #expect(tally.lost == row.lost)
        #expect(tally.extra == row.extra)
        #expect(tally.bitErrors == row.bits)
        #expect(tally.isClean == (row.sent == row.received))
    }

    @Test func `whatever comes, as many bytes are accounted for as were sent and received`() {
        for seed in UInt64(1)...300 {
            var random = SeededRandom(seed: seed)
            func some() -> [UInt8] {
                let count = Int.random(in: 0...200, using: &random)
                return (0..<count).map { _ in .random(in: 0...3, using: &random) }
            }
            let (sent, received) = (some(), some())
            let tally = LineTally(sent: sent, received: received)
            #expect(sent.count - tally.lost == received.count - tally.extra, "seed \(seed)")
            #expect(tally.lost >= 0 && tally.extra >= 0, "seed \(seed)")
        }
    }

    @Test(arguments: LinePattern.allCases)
    func `a pattern is the same each time and keeps to its bits`(_ pattern: LinePattern) {
        let bytes = pattern.bytes(1000, mask: 0x7F)
        #expect(bytes.count == 1000)
        #expect(bytes.allSatisfy { $0 < 0x80 })
        #expect(bytes == pattern.bytes(1000, mask: 0x7F))
    }

    @Test func `the pseudo-random bits repeat only after all of their 32767 states`() {
        let bytes = LinePattern.random.bytes(32_767 * 2)
        let first = bytes.prefix(32_767)
        #expect(Array(first) == Array(bytes.dropFirst(32_767)))
        let ones = first.reduce(0) { $0 + $1.nonzeroBitCount }
        // A maximal sequence of 2^15 - 1 bits has 2^14 ones; eight turns of it are here.
        #expect(ones == 8 * 16_384)
    }
}
