import Drivers
import HAL
import Testing
import Twins

/// T=0 by the host: one command, the TPDUs that it takes, and what procedure bytes make of each.
struct T0ExchangeTests {
    typealias Row = (command: CommandAPDU?, lines: [String], result: String, why: String)

    private static func out(_ data: [UInt8], _ expected: Int? = nil) -> CommandAPDU? {
        CommandAPDU(0, 0x88, 0, 0, data: data, expected: expected)
    }

    private static func wanted(_ count: Int) -> CommandAPDU? {
        CommandAPDU(0, 0xB0, 0, 0, expected: count)
    }

    // swift-format-ignore
    static let messages: [Row] = [
        (CommandAPDU(0, 0x44, 0, 0), ["00 44 00 00 00 > 90 00"], "90 00", "case 1 has P3 all the same"),
        (CommandAPDU(0, 0x44, 0, 0), ["00 44 00 00 00 > 61 05"], "61 05", "nobody wants what it has"),
        (CommandAPDU(0, 0x44, 0, 0), ["00 44 00 00 00 > 01 90 00"], "failed: an answer of 3 bytes, of which 0 are wanted", "data for nobody"),
        (wanted(2), ["00 B0 00 00 02 > 01 02 90 00"], "01 02 90 00", "case 2"),
        (wanted(256), ["00 B0 00 00 00 > 6C 03", "00 B0 00 00 03 > 01 02 03 90 00"], "01 02 03 90 00", "the card names the length"),
        (wanted(2), ["00 B0 00 00 02 > 6C 03", "00 B0 00 00 03 > 01 02 03 90 00"], "01 02 90 00", "more than was wanted is not handed on"),
        (wanted(256), ["00 B0 00 00 00 > 6C 03", "00 B0 00 00 03 > 6C 04"], "6C 04", "it names a length once"),
        (wanted(256), ["00 B0 00 00 00 > 69 82"], "69 82", "an error is an answer"),
        (wanted(9), ["00 B0 00 00 09 > 61 02", "00 C0 00 00 02 > 01 02 90 00"], "01 02 90 00", "the data waits for GET RESPONSE"),
        (wanted(300), ["00 B0 00 00 00 > 61 02", "00 C0 00 00 02 > 01 02 61 01", "00 C0 00 00 01 > 03 90 00"], "01 02 03 90 00", "extended: as often as the card has more"),
        (wanted(1), ["00 B0 00 00 01 > 01 02 90 00"], "failed: an answer of 4 bytes, of which 1 are wanted", "more than P3"),
        (wanted(1), ["00 B0 00 00 01 > 90"], "failed: an answer of 1 bytes, of which 1 are wanted", "half a status word"),
        (wanted(1), ["00 B0 00 00 01 >"], "failed: an answer of 0 bytes, of which 1 are wanted", "nothing"),
        (wanted(5), ["00 B0 00 00 05 > 61 05", "00 C0 00 00 05 > 61 05"], "failed: the card keeps back what it has announced", "it could say so for ever"),
        (wanted(5), ["00 B0 00 00 05 > 61 05", "00 C0 00 00 05 > 6C 02", "00 C0 00 00 02 > 01 02 90 00"], "01 02 90 00", "GET RESPONSE is corrected too"),
        (out([1, 2]), ["00 88 00 00 02 01 02 > 90 00"], "90 00", "case 3"),
        (out([1, 2]), ["00 88 00 00 02 01 02 > 61 07"], "61 07", "case 3 wants nothing back"),
        (out([1, 2]), ["00 88 00 00 02 01 02 > 6C 07"], "6C 07", "no length to correct"),
        (out([1], 8), ["00 88 00 00 01 01 > 61 03", "00 C0 00 00 03 > 07 08 09 90 00"], "07 08 09 90 00", "case 4"),
        (out([1], 2), ["00 88 00 00 01 01 > 61 00", "00 C0 00 00 02 > 07 08 61 FE"], "07 08 61 FE", "no more than is wanted, and the card says that there is more"),
        (out([1], 8), ["00 88 00 00 01 01 > 90 00", "00 C0 00 00 08 > 6C 01", "00 C0 00 00 01 > 07 90 00"], "07 90 00", "9000 does not say that there is nothing"),
        (out([1], 8), ["00 88 00 00 01 01 > 90 00", "00 C0 00 00 08 > 69 85"], "90 00", "there was nothing, and the command is done"),
        (out([1], 8), ["00 88 00 00 01 01 > 6A 82"], "6A 82", "not found is not asked further"),
        (CommandAPDU(0x91, 0x88, 0, 0, data: [1], expected: 1), ["91 88 00 00 01 01 > 61 01", "91 C0 00 00 01 > 07 90 00"], "07 90 00", "a maker's class keeps its class"),
        (CommandAPDU(0x0E, 0x88, 0, 0, data: [1], expected: 1), ["0E 88 00 00 01 01 > 61 01", "02 C0 00 00 01 > 07 90 00"], "07 90 00", "the channel stays, secure messaging goes"),
        (CommandAPDU(0, 0x62, 0, 0), [], "refused: instruction 62 is none of T=0", "it could not be told from SW1"),
        (CommandAPDU(0, 0x9A, 0, 0), [], "refused: instruction 9A is none of T=0", "it could not be told from SW1"),
    ]

    @Test(arguments: messages)
    func `a reader of TPDUs is told what the standard has for the case`(_ row: Row) throws {
        let command = try #require(row.command)
        let exchange = T0Exchange(passesCharacters: false)
        #expect(CardDialogue.walk(exchange, command, row.lines) == row.result, "\(row.why)")
    }

    // swift-format-ignore
    static let characters: [Row] = [
        (CommandAPDU(0, 0x44, 0, 0), ["00 44 00 00 00 @1 > 90", "@1 > 00"], "90 00", "case 1"),
        (CommandAPDU(0, 0x44, 0, 0), ["00 44 00 00 00 @1 > 44"], "failed: the card wants data that the command has not", "case 1"),
        (wanted(2), ["00 B0 00 00 02 @1 > B0", "@2 > 01 02", "@1 > 90", "@1 > 00"], "01 02 90 00", "INS: all of it"),
        (wanted(2), ["00 B0 00 00 02 @1 > 4F", "@1 > 01", "@1 > 4F", "@1 > 02", "@1 > 90", "@1 > 00"], "01 02 90 00", "INS turned: a byte of it"),
        (wanted(3), ["00 B0 00 00 03 @1 > 4F", "@1 > 01", "@1 > B0", "@2 > 02 03", "@1 > 90", "@1 > 00"], "01 02 03 90 00", "a byte, then all the rest"),
        (wanted(1), ["00 B0 00 00 01 @1 > 60", "@1 > 60", "@1 > B0", "@1 > 01", "@1 > 60", "@1 > 90", "@1 > 00"], "01 90 00", "60 at any time"),
        (wanted(1), ["00 B0 00 00 01 @1 > 6C", "@1 > 02", "00 B0 00 00 02 @1 > B0", "@2 > 01 02", "@1 > 90", "@1 > 00"], "01 90 00", "the card names the length"),
        (wanted(1), ["00 B0 00 00 01 @1 > B0", "@1 > 01", "@1 > B0"], "failed: the card wants data that the command has not", "once more than there is"),
        (wanted(1), ["00 B0 00 00 01 @1 > 55"], "failed: procedure byte 55 to B0", "no procedure byte"),
        (wanted(2), ["00 B0 00 00 02 @1 > B0", "@2 > 01"], "failed: the reader brought 1 bytes of 2", "too few"),
        (wanted(2), ["00 B0 00 00 02 @1 > B0 01"], "failed: the reader brought 2 bytes of 1", "too many"),
        (out([1, 2]), ["00 88 00 00 02 @1 > 88", "01 02 @1 > 90", "@1 > 00"], "90 00", "case 3, all at once"),
        (out([1, 2]), ["00 88 00 00 02 @1 > 77", "01 @1 > 77", "02 @1 > 90", "@1 > 00"], "90 00", "case 3, byte by byte"),
        (out([1, 2]), ["00 88 00 00 02 @1 > 77", "01 @1 > 6A", "@1 > 80"], "6A 80", "it has heard enough"),
        (out([1], 1), ["00 88 00 00 01 @1 > 88", "01 @1 > 61", "@1 > 01", "00 C0 00 00 01 @1 > C0", "@1 > 07", "@1 > 90", "@1 > 00"], "07 90 00", "case 4"),
    ]

    @Test(arguments: characters)
    func `a reader of characters is told what the procedure bytes ask`(_ row: Row) throws {
        let command = try #require(row.command)
        let exchange = T0Exchange(passesCharacters: true)
        #expect(CardDialogue.walk(exchange, command, row.lines) == row.result, "\(row.why)")
    }

    @Test func `more than 255 bytes go out in envelopes`() throws {
        let data = LongCardTwin.sample(300)
        let command = try #require(CommandAPDU(0x80, 0xEC, 0, 0, data: data))
        let whole = Hex.text(command.bytes).split(separator: " ")
        #expect(whole.prefix(7) == ["80", "EC", "00", "00", "00", "01", "2C"])
        let lines = [
            "80 C2 00 00 FF \(whole[..<255].joined(separator: " ")) > 90 00",
            "80 C2 00 00 34 \(whole[255...].joined(separator: " ")) > 90 00",
        ]
        let exchange = T0Exchange(passesCharacters: false)
        #expect(CardDialogue.walk(exchange, command, lines) == "90 00")
        let refused = [lines[0].replacingSuffix("6D 00")]
        #expect(CardDialogue.walk(exchange, command, refused) == "6D 00", "a card without ENVELOPE")
    }

    @Test func `a card that asks to wait for ever is given up`() throws {
        let lines = ["00 B0 00 00 01 @1 > 60"] + [String](repeating: "@1 > 60", count: 1000)
        let command = try #require(Self.wanted(1))
        let result = CardDialogue.walk(T0Exchange(passesCharacters: true), command, lines)
        #expect(result == "failed: the card asks to wait for ever")
    }

    @Test(arguments: [81, 82, 83, 84, 85, 86] as [UInt64])
    func `whatever a card says, its command ends`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for turn in 0..<2000 {
            let passesCharacters = Bool.random(using: &random)
            var exchange = T0Exchange(passesCharacters: passesCharacters)
            let data = [UInt8](
                repeating: 7,
                count: [0, 1, 255, 600].randomElement(using: &random) ?? 0
            )
            let expected = [nil, 1, 256, 1000].randomElement(using: &random) ?? nil
            let ins = UInt8.random(in: 0...255, using: &random)
            let command = try #require(
                CommandAPDU(0, ins, 0, 0, data: data, expected: expected)
            )
            var response = SensitiveBytes(capacity: max(expected ?? 0, 256) + 2)
            var step = exchange.begin(command)
            var steps = 0
            while case .send(let bytes, let level) = step {
                steps += 1
                try #require(steps < 5000, "seed \(seed), turn \(turn)")
                try #require(bytes.count <= 260 && level <= 256)
                let answer = Self.noise(ins, passesCharacters ? Int(level) : nil, &random)
                step = exchange.handle(answer.span, chain: 0, into: &response)
            }
            if step == .done {
                #expect((2...(expected ?? 0) + 2).contains(response.count), "seed \(seed)")
            }
        }
    }

    /// What a hostile card says: mostly as much as it is asked for, and mostly with some meaning.
    private static func noise(
        _ ins: UInt8,
        _ count: Int?,
        _ random: inout SeededRandom
    ) -> [UInt8] {
        let isHonest = Int.random(in: 0...60, using: &random) > 0
        let length = isHonest ? count ?? Int.random(in: 2...12, using: &random) : 3
        var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        let words: [UInt8] = [0x60, ins, ~ins, 0x61, 0x6C, 0x90, 0xC0, 0x3F]
        let place = count == nil ? max(0, bytes.count - 2) : 0
        if !bytes.isEmpty, Int.random(in: 0...9, using: &random) > 0 {
            bytes[place] = words.randomElement(using: &random) ?? 0
        }
        return bytes
    }
}

extension String {
    /// The same with its last characters exchanged.
    fileprivate func replacingSuffix(_ suffix: String) -> String {
        String(dropLast(suffix.count)) + suffix
    }
}
