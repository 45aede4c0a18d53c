import HAL
import TestSupport
import Testing
import Traces
import Twins

/// What a trace shows of cards: nothing, however they come.
struct MaskTests {
    typealias Way = (name: String, wire: WireKind, bytes: @Sendable (String) -> [UInt8])

    // swift-format-ignore
    static let ways: [Way] = [
        ("both tracks of a stripe reader", .stripe, { stripe($0) }),
        ("a plain number of a card reader", .stripe, { Array("\($0)\r".utf8) }),
        ("a stripe that a scanner reads",   .text,   { stripe($0) }),
        ("a number on a receipt",           .text,   { Array("Card: \($0) OK\n".utf8) }),
        ("a number in groups of four",      .text,   { Array("(\(groups($0, " ")))\n".utf8) }),
        ("a number with hyphens",           .text,   { Array("No \(groups($0, "-")).\n".utf8) }),
        ("a number in UTF-16",              .text,   { $0.utf8.flatMap { [$0, 0] } + [0, 0] }),
        ("a number at the end of it all",   .text,   { Array("x\($0)".utf8) }),
        ("a number amid other digits",      .text,   { Array("12\($0)34;".utf8) }),
        ("an applet's number in ASCII",     .ccid,   { dataBlock(Array($0.utf8) + [0x90, 0]) }),
        ("an applet's number, tag 5A",      .ccid,   { dataBlock([0x5A, 8] + packed($0) + [0x90, 0]) }),
        ("an applet's track 2, tag 57",     .ccid,   { dataBlock([0x70, 12, 0x57, 10] + packed($0) + [0xD4, 0x91, 0x90, 0]) }),
        ("bare characters of T=0",          .ccid,   { dataBlock(packed($0)) }),
        ("a block of T=1",                  .ccid,   { dataBlock([0, 0, 11] + Array($0.utf8) + [0x90, 0, 0x33]) }),
        ("a terminal's status on a line",   .zvtSerial,  { frame([0x04, 0x0F] + sized(status($0))) }),
        ("a terminal's status by TCP",      .zvtNetwork, { [0x04, 0x0F] + sized(status($0)) }),
        ("a terminal's print line",         .zvtNetwork, { [0x06, 0xD1] + sized([0x40] + Array($0.utf8)) }),
        ("tracks in a terminal's status",   .zvtNetwork, { [0x04, 0x0F] + sized([0x27, 0, 0x23, 0xF1, 0xF0] + packed($0) + [0xD4, 0x91]) }),
        ("keys of a wedge",                 .keys,   { keys($0) }),
        ("a report of a maker's own",       .opaque, { [0, 0, 0, 37] + Array($0.utf8) }),
    ]

    static func stripe(_ number: String) -> [UInt8] {
        Array("%B\(number)^LI/LEI^4912101000000?;\(number)=49121010000?\r".utf8)
    }

    static func groups(_ number: String, _ joint: String) -> String {
        let digits = Array(number)
        let starts = stride(from: 0, to: digits.count, by: 4)
        return starts.map { String(digits[$0...].prefix(4)) }.joined(separator: joint)
    }

    static func dataBlock(_ data: [UInt8]) -> [UInt8] {
        [0x80, UInt8(data.count), 0, 0, 0, 0, 1, 0, 0, 0] + data
    }

    static func sized(_ data: [UInt8]) -> [UInt8] { [UInt8(data.count)] + data }

    /// A status with the number in its own field, in a container and in a text.
    static func status(_ number: String) -> [UInt8] {
        [0x27, 0, 0x04, 0, 0, 0, 0, 0x12, 0x34, 0x22, 0xF0, 0xF8] + packed(number)
            + [0x3C, 0xF0, 0xF1, 0xF6] + Array(number.utf8)
            + [0x06, 12, 0x1F, 0x10, 9, 0x5A] + packed(number)
    }

    static func frame(_ message: [UInt8]) -> [UInt8] {
        let doubled = message.flatMap { $0 == 0x10 ? [$0, $0] : [$0] }
        var sum: UInt16 = 0
        for byte in message + [3] {
            sum ^= UInt16(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0x8408 : sum >> 1 }
        }
        return [0x10, 2] + doubled + [0x10, 3, UInt8(sum & 0xFF), UInt8(sum >> 8)]
    }

    /// The events of a keyboard that types digits and Enter, with the scan codes of a real one.
    static func keys(_ number: String) -> [UInt8] {
        func event(_ type: UInt8, _ code: UInt8, _ value: UInt8) -> [UInt8] {
            [5, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, type, 0, code, 0, value, 0, 0, 0]
        }
        return number.utf8.flatMap { digit in
            let key = digit == 0x30 ? 11 : digit - 0x2F
            return event(4, 4, 0x1D + key) + event(1, key, 1) + event(0, 0, 0) + event(1, key, 0)
        } + event(1, 28, 1) + event(0, 0, 0)
    }

    /// The part of `number` that `trace` gives away, in ASCII, in half bytes or as keys.
    static func leak(of number: String, in trace: WireTrace) -> String? {
        let shown = trace.shownReceived
        let ascii = String(decoding: shown.filter { $0 != 0 }, as: UTF8.self)
        let halves = shown.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let codes = stride(from: 18, to: shown.count, by: 24).map { shown[$0] }
            .filter { (2...11).contains($0) }
        let typed = codes.map { "\(($0 - 1) % 10)" }.joined()
        let digits = Array(number)
        // The last four may be known to anyone; of the rest five in a row are too many.
        let windows = (0...(digits.count - 9)).map { String(digits[$0..<$0 + 5]) }
        return windows.first { window in [ascii, halves, typed].contains { $0.contains(window) } }
    }

    @Test(arguments: Dice.seeds(40))
    func `no card's number gets into a trace, however its bytes come in pieces`(
        _ seed: UInt64
    ) async throws {
        var dice = Dice(seed: seed)
        for way in Self.ways {
            let number = bankNumber(&dice)
            let notebook = Notebook()
            let trace = try await recorded(
                way.bytes(number),
                as: notebook.recorder(way.wire),
                notebook,
                &dice
            )
            let leak = Self.leak(of: number, in: trace)
            #expect(leak == nil, "seed \(seed): \(way.name)")
            #expect(trace.maskedCount > 0, "seed \(seed): \(way.name)")
        }
    }

    @Test func `a number of any length from thirteen on is masked`() async throws {
        var dice = Dice(seed: 7)
        for length in 13...19 {
            let number = bankNumber(length: length, &dice)
            let notebook = Notebook()
            let bytes = Array("a \(number) b\n".utf8)
            let trace = try await recorded(bytes, as: notebook.recorder(.text), notebook, &dice)
            #expect(trace.maskedCount == length, "\(length) digits")
        }
    }

    /// The bad one: it takes the end of a piece for the end of a number.
    private struct HastyJudge: WireJudge {
        mutating func lostPlace() {}

        mutating func judge(_ undecided: Span<UInt8>) -> [Verdict] {
            let isNumber =
                undecided.count >= 13
                && undecided.indices.allSatisfy {
                    (0x30...0x39).contains(undecided[$0])
                }
            return Array(repeating: isNumber ? .mask : .show, count: undecided.count)
        }
    }

    @Test func `a mask that looks at one piece at a time is found out`() async throws {
        var dice = Dice(seed: 1)
        let number = bankNumber(&dice)
        let notebook = Notebook()
        let recorder = notebook.recorder(.text, judge: HastyJudge())
        let trace = try await recorded(Array(number.utf8), as: recorder, notebook, &dice)
        #expect(Self.leak(of: number, in: trace) != nil)
    }

    typealias Shown = (wire: WireKind, bytes: [UInt8], masked: Int, why: String)

    // swift-format-ignore
    static let shown: [Shown] = [
        (.text,   Array("6901234567007\r".utf8),       0, "an article's number, certain not to be a card's"),
        (.text,   Array("]E06901234567007\r".utf8),    0, "the same behind its AIM identifier"),
        (.text,   Array("6901234567008\r".utf8),      13, "13 digits with a wrong check digit"),
        (.text,   Array("2026-11-22 09:00  12.50".utf8), 2, "a day, an hour, an amount; its end may go on"),
        (.text,   [0x1D, 0x76, 0x30, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0x0A], 0, "a picture of blanks"),
        (.text,   Array("888012345=3012?\n".utf8),    14, "a short number that a track's separator follows"),
        (.stripe, Array("%E?;E?\r".utf8),              0, "a card that was misread"),
        (.stripe, Array("%B1^A^3?\r".utf8),            3, "what is between the marks"),
        (.ccid,   [0x50, 3],                           0, "a card comes"),
        (.ccid,   [0x81, 0, 0, 0, 0, 0, 4, 2, 0, 0],   0, "no card there"),
        (.ccid,   dataBlock([0x6A, 0x82]),             0, "a status word alone"),
        (.ccid,   dataBlock([1, 0x6A, 0x82]),          3, "an error word has no data before it"),
        (.ccid,   [0x99, 1, 2],                        3, "no message: nothing is certain any more"),
        (.zvtNetwork, [0x80, 0, 0],                    0, "taken"),
        (.zvtNetwork, [0x04, 0x0F, 9, 0x27, 0, 0x04, 0, 0, 0, 0, 0x12, 0x34], 0, "result and amount"),
        (.zvtNetwork, [0x06, 0x1E, 1, 0x6C],           0, "given up, and why"),
        (.zvtSerial,  frame([0x80, 0, 0]),             0, "taken, in a frame"),
        (.zvtSerial,  [0x06, 0x15],                    0, "acknowledged and refused"),
        (.zvtSerial,  [0x41, 0x42],                    2, "noise between frames"),
        (.zvtSerial,  frame([0x80, 0, 0]).dropLast() + [0], 7, "a frame with a wrong check sum"),
        (.keys,       keys(""),                        0, "Enter"),
        (.keys,       [UInt8](repeating: 0xFF, count: 24), 24, "no events"),
    ]

    @Test(arguments: shown)
    func `what is certain is shown, and nothing else`(_ row: Shown) async throws {
        var dice = Dice(seed: 3)
        let notebook = Notebook()
        let trace = try await recorded(row.bytes, as: notebook.recorder(row.wire), notebook, &dice)
        #expect(trace.maskedCount == row.masked, "\(row.why): \(notebook.text)")
    }

    @Test(arguments: WireKind.allCases)
    func `no noise makes a mask stumble, and what waits is bounded`(_ wire: WireKind) async throws {
        for seed in Dice.seeds(30) {
            var dice = Dice(seed: seed)
            let marks: [UInt8] = [0x10, 2, 3, 0x80, 4, 0x0F, 0x30, 0x39, 0x25, 0x3F, 0x22, 0xF0]
            let bytes = (0..<6000).map { _ in
                Bool.random(using: &dice)
                    ? UInt8.random(in: 0...255, using: &dice)
                    : marks.randomElement(using: &dice) ?? 0
            }
            let notebook = Notebook()
            let trace = try await recorded(bytes, as: notebook.recorder(wire), notebook, &dice)
            let count = trace.shownReceived.count + trace.maskedCount
            // Only the double of a masked byte may be missing.
            #expect(count <= bytes.count && count > bytes.count * 9 / 10, "seed \(seed)")
        }
    }
}
