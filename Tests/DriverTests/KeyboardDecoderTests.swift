import Drivers
import TestSupport
import Testing

/// Keys as a person would note them down: `1` a key that writes 1, and the words of `Keys`.
struct KeyboardDecoderTests {
    typealias Row = (keys: String, read: String, why: String)

    /// Each word is a step of 10 ms: `+KEY` down, `-KEY` up, `=KEY` repeated, `~N` N more ms,
    /// `drop` and `sync` of the kernel; a character is pressed and let go.
    // swift-format-ignore
    static let rows: [Row] = [
        ("6 9 0 +28 -28",                        "690|",    "Enter ends a code"),
        ("6 9 0 +15",                            "690|",    "Tab does, too"),
        ("6 9 0 +96",                            "690|",    "so does the keypad's Enter"),
        ("+28 +28 6 +28",                        "6|",      "an empty line is nothing"),
        ("+71 +82 +83 +98 +28",                  "70./|",   "the keypad writes digits, whatever num lock says"),
        ("+42 +71 -42 +28",                      "7|",      "shift changes nothing there"),
        ("a +42 a -42 a +28",                    "aAa|",    "left shift"),
        ("+54 1 2 -54 1 +28",                    "!@1|",    "right shift, held over two keys"),
        ("+42 +54 a -42 a -54 a +28",            "AAa|",    "both shifts, one let go"),
        ("+42 +30 -42 -30 +30 +28",              "Aa|",     "shift let go before its key"),
        ("+58 -58 a 1 +42 a 1 -42 +58 a +28",    "A1a!a|",  "caps lock turns letters alone, and shift turns them back"),
        ("+29 +27 -27 -29 1 +28",                "^1|",     "control with ] is GS"),
        ("6 +29 +50 -50 -29 9 +28",              "6|9|",    "control with M is CR"),
        ("6 =7 =7 =7 9 +28",                     "69|",     "a key that repeats is pressed once"),
        ("+8 =8 =8 -8 9 +28",                    "79|",     "also when it was meant"),
        ("-6 6 +28",                             "6|",      "a key that was down before"),
        ("6 ~40 9 +28",                          "69|",     "50 ms is within a code"),
        ("6 ~41 9 +28",                          "9|",      "51 ms is typing: what stood there is no code"),
        ("1 2 3 ~500 6 9 0 +28",                 "off 690|", "a code after half a code"),
        ("6 9 0 ~400 1 2 +28 4 +28",             "off 4|",  "the other half is none"),
        ("6 9 0 ~60 +28",                        "off ",    "Enter by hand ends no code"),
        ("6 9 ~60 +28",                          "",        "two quick keys may be a hand's"),
        ("1 ~90 2 ~90 3 ~90 +28",                "",        "a person typing"),
        ("6 +59 9 +28 1 +28",                    "key 1|",  "F1 in a code: there is no telling what it meant"),
        ("6 +56 +79 -79 -56 9 +28",              "key ",    "Alt with digits writes a character of its own"),
        ("+59 ~60 6 +28",                        "6|",      "F1 by hand, long before"),
        ("6 9 drop 0 1 sync 2 3 +28 4 +28",      "drop 4|", "what is left of a cut code is thrown away"),
        ("6 9 drop sync ~60 4 +28",              "drop 4|", "or what follows after a pause is the next"),
        ("+42 1 drop 2 sync +28 1 +28",          "drop 1|", "shift may have been let go meanwhile"),
        ("drop +28 sync 1 +28 2 +28",            "drop 2|", "keys of the cut group are none"),
        ("1 2 3 4 5 6 7 8 9 0 +28 1 +28",        "long 1|", "more keys than a code has"),
        ("1 2 3 4 5 6 7 8 +28",                  "12345678|", "exactly as many"),
    ]

    @Test(arguments: rows)
    func `keys become codes`(_ row: Row) throws {
        #expect(try Self.read(row.keys) == row.read)
    }

    @Test func `the gap is the board's to choose`() throws {
        #expect(try Self.read("6 ~90 9 +28", gap: .milliseconds(100)) == "69|")
        #expect(try Self.read("6 ~91 9 +28", gap: .milliseconds(100)) == "9|")
    }

    @Test func `a clock that goes back is a pause`() {
        var decoder = KeyboardDecoder(limit: 8)
        for (time, key) in [(900, 2), (100, 3), (110, 28)] as [(Int, UInt16)] {
            let event = InputEvent(time: .milliseconds(time), type: 1, code: key, value: 1)
            if let outcome = decoder.take(event) {
                #expect(outcome == .line(Array("2".utf8)))
            }
        }
    }

    /// What each key writes on a US keyboard, row by row; from `xkeyboard-config`'s `us` layout.
    // swift-format-ignore
    static let layout: [(first: UInt16, plain: String, shifted: String)] = [
        (2,  "1234567890-=", "!@#$%^&*()_+"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
        (57, " ",            " "),
    ]

    @Test func `every printable character has its key`() throws {
        var characters: Set<Character> = []
        for row in Self.layout {
            for (offset, pair) in zip(row.plain, row.shifted).enumerated() {
                let key = row.first + UInt16(offset)
                #expect(try Self.read("+\(key) +28") == "\(pair.0)|")
                #expect(try Self.read("+42 +\(key) +28") == "\(pair.1)|")
                characters.formUnion([pair.0, pair.1])
            }
        }
        #expect(characters.count == 95)
    }

    @Test func `noise of events never yields more than it may, and never traps`() {
        let seed = Dice.seed(for: "keyboard noise")
        var dice = Dice(seed: seed)
        var decoder = KeyboardDecoder(limit: 8)
        for _ in 0..<200_000 {
            let event = InputEvent(
                time: .milliseconds(Int64.random(in: -5...9_000, using: &dice)),
                type: UInt16.random(in: 0...2, using: &dice),
                code: UInt16.random(in: 0...130, using: &dice),
                value: Int32.random(in: -1...3, using: &dice)
            )
            guard case .line(let line) = decoder.take(event) else { continue }
            #expect((1...8).contains(line.count), "seed \(seed)")
        }
    }

    @Test func `no bytes make an event that cannot be`() {
        let seed = Dice.seed(for: "input events")
        var dice = Dice(seed: seed)
        for _ in 0..<20_000 {
            let count = Int.random(in: 20...28, using: &dice)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
            guard let event = InputEvent(bytes) else { continue }
            #expect(count == 24 && event.type <= 0x1F && event.time >= .zero, "seed \(seed)")
        }
        let widest = [UInt8](repeating: 0xFF, count: 7) + [0x7F] + [UInt8](repeating: 0, count: 16)
        #expect(InputEvent(widest)?.time == .seconds(Int64.max))
    }

    /// Decodes the notation: a bar ends a line, a word tells of a lost one, and GS shows as `^`.
    static func read(_ keys: String, gap: Duration = .milliseconds(50)) throws -> String {
        var decoder = KeyboardDecoder(limit: 8, gap: gap)
        var time = Duration.seconds(100)
        var read = ""
        /// Takes one event into the text read so far.
        func take(_ type: UInt16, _ code: UInt16, _ value: Int32) {
            let event = InputEvent(time: time, type: type, code: code, value: value)
            switch decoder.take(event) {
            case .line(let line):
                read += String(decoding: line, as: UTF8.self).replacing("\u{1D}", with: "^") + "|"
            case .lost(.eventsDropped): read += "drop "
            case .lost(.tooLong): read += "long "
            case .lost(.brokeOff): read += "off "
            case .lost(.unknownKey): read += "key "
            case nil: break
            }
        }
        for word in keys.split(separator: " ") {
            if word.first == "~" {
                time += .milliseconds(try #require(Int(word.dropFirst())))
                continue
            }
            time += .milliseconds(10)
            switch (word, word.first) {
            case ("drop", _): take(0, 3, 0)
            case ("sync", _): take(0, 0, 0)
            case (_, "+") where word.count > 1: take(1, try code(word), 1)
            case (_, "-") where word.count > 1: take(1, try code(word), 0)
            case (_, "=") where word.count > 1: take(1, try code(word), 2)
            default:
                let pressed = try #require(key(of: word))
                take(1, pressed, 1)
                take(1, pressed, 0)
            }
        }
        return read
    }

    private static func code(_ word: Substring) throws -> UInt16 {
        try #require(UInt16(word.dropFirst()))
    }

    private static func key(of word: Substring) -> UInt16? {
        guard let character = word.first else { return nil }
        for row in layout {
            if let index = row.plain.firstIndex(of: character) {
                return row.first + UInt16(row.plain.distance(from: row.plain.startIndex, to: index))
            }
        }
        return nil
    }
}
