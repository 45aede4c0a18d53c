import HAL
import TestSupport
import Testing
import Traces

/// A trace's text: what was written is read, and what is wrong is named.
struct TraceTextTests {
    static let sample = WireTrace(
        wire: .text,
        device: "receipt-printer",
        events: [
            TraceEvent(0, .opened),
            TraceEvent(1_204, .sent([.shown(0x10), .shown(4), .shown(2)])),
            TraceEvent(3_911, .received([.shown(0x12), .masked])),
            TraceEvent(61_250_333, .failed(.noHardware)),
            TraceEvent(61_250_333, .full),
        ]
    )

    static let text = """
        suanpan-trace 1
        wire text
        device receipt-printer
        0.000000 + opened
        0.001204 > 10 04 02                                         |...|
        0.003911 < 12 **                                            |.*|
        61.250333 ! noHardware
        61.250333 . full

        """

    @Test func `a trace is a text that people can read`() {
        #expect(String(decoding: TraceText.text(of: Self.sample), as: UTF8.self) == Self.text)
    }

    @Test func `what was written is read`() throws {
        #expect(try WireTrace(text: Array(Self.text.utf8)) == Self.sample)
        let remarked = Self.text.replacing("0.001204", with: "# here it begins\n\n0.001204")
        #expect(try WireTrace(text: Array(remarked.utf8)) == Self.sample)
    }

    typealias Row = (old: String, new: String, line: Int, says: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("trace 1",  "trace 2",            1, "suanpan-trace 1", "a version that is not known"),
        ("wire text", "wire telex",        2, "zvt-serial",      "a wire that is not known"),
        ("device ",  "unit ",              3, "device",          "another key"),
        ("10 04 02", "10 4 02",            5, "bytes",           "half a byte"),
        ("10 04 02", "10 *4 02",           5, "bytes",           "half a mask"),
        ("> 10 04 02", ">",                5, "bytes",           "nothing said"),
        ("0.001204", "0.1204",             5, "SECONDS.MICROS",  "another unit of time"),
        ("0.003911", "0.000911",           6, "backwards",       "time goes backwards"),
        ("! noHardware", "! sulks",        7, "a word",          "an error that is not known"),
        ("10 04 02", String(repeating: "00 ", count: 65), 5, "bytes", "too many bytes in a line"),
        ("10 04 02", String(repeating: " ", count: 600), 5, "512", "too long a line"),
    ]

    @Test(arguments: rows)
    func `a line that cannot be meant is named`(_ row: Row) {
        let text = Self.text.replacing(row.old, with: row.new, maxReplacements: 1)
        let problem = #expect(throws: TraceProblem.self) {
            try WireTrace(text: Array(text.utf8))
        }
        #expect(problem?.line == row.line, "\(row.why)")
        let message = problem?.message ?? ""
        #expect(message.contains(row.says), "\(row.why): \(message)")
    }

    @Test(arguments: Dice.seeds(20))
    func `whatever stands in a file is read or refused`(_ seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<300 {
            var text = Array(Self.text.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                let place = Int.random(in: 0..<text.count, using: &dice)
                switch Int.random(in: 0...2, using: &dice) {
                case 0: text[place] = UInt8.random(in: 0...255, using: &dice)
                case 1: text.remove(at: place)
                default: text.insert(UInt8.random(in: 0x20...0x3F, using: &dice), at: place)
                }
            }
            guard let trace = try? WireTrace(text: text) else { continue }
            let again = try? WireTrace(text: TraceText.text(of: trace))
            #expect(again == trace, "seed \(seed)")
        }
    }
}
