import Drivers
import HAL
import Testing
import Twins

/// Whole APDUs to the reader, in one message or in a chain (CCID 1.1, 6.1.4 and 6.2.1).
struct ChainExchangeTests {
    typealias Row = (takesExtended: Bool, lines: [String], result: String, why: String)

    // The command is 00 88 00 00 02 01 02 00; a message has room for 4 bytes where it is chained.
    // swift-format-ignore
    static let chains: [Row] = [
        (true, ["00 88 00 00 @1 > #10", "02 01 02 00 @2 > 07 90 00"], "07 90 00", "a command in two"),
        (true, ["00 88 00 00 @1 > #10", "02 01 02 00 @2 > #1 07 08", "@10 > #3 09", "@10 > #2 90 00"], "07 08 09 90 00", "and a response in three"),
        (true, ["00 88 00 00 @1 > 90 00"], "failed: the reader answers before it has the whole command", "it cannot know"),
        (true, ["00 88 00 00 @1 > #10 01"], "failed: the reader answers before it has the whole command", "data with a plea for data"),
        (true, ["00 88 00 00 @1 > #10", "02 01 02 00 @2 > #2 90 00"], "failed: the reader splits a response in a way that is none (2)", "an end without a beginning"),
        (true, ["00 88 00 00 @1 > #10", "02 01 02 00 @2 > #3 90 00"], "failed: the reader splits a response in a way that is none (3)", "a middle without a beginning"),
        (true, ["00 88 00 00 @1 > #10", "02 01 02 00 @2 > #1 07", "@10 > #1 07"], "failed: the reader splits a response in a way that is none (1)", "two beginnings"),
        (true, ["00 88 00 00 @1 > #10", "02 01 02 00 @2 > #1 07", "@10 > 90 00"], "failed: the reader splits a response in a way that is none (0)", "a whole one in the middle"),
        (true, ["00 88 00 00 @1 > #10", "02 01 02 00 @2 > #1 07", "@10 > #3"], "failed: the reader splits a response in a way that is none (3)", "a piece of nothing could come for ever"),
        (true, ["00 88 00 00 @1 > #10", "02 01 02 00 @2 > #10"], "failed: the reader splits a response in a way that is none (16)", "it has the whole command"),
        (false, [], "refused: a command of 8 bytes; this reader takes short APDUs", "only readers of extended APDUs chain"),
    ]

    @Test(arguments: chains)
    func `a chain goes on as long as both sides say so`(_ row: Row) throws {
        let command = try #require(CommandAPDU(0, 0x88, 0, 0, data: [1, 2], expected: 256))
        let exchange = ChainExchange(pieceLength: 4, takesExtended: row.takesExtended)
        #expect(CardDialogue.walk(exchange, command, row.lines) == row.result, "\(row.why)")
    }

    @Test func `a reader of short APDUs sends whole ones`() throws {
        let exchange = ChainExchange(pieceLength: 261, takesExtended: false)
        let whole = ["FF CA 00 00 00 > 01 02 90 00"]
        #expect(CardDialogue.walk(exchange, .getUID, whole) == "01 02 90 00")
        let split = ["FF CA 00 00 00 > #1 01 02"]
        let says = "failed: the reader splits a response in a way that is none (1)"
        #expect(CardDialogue.walk(exchange, .getUID, split) == says)
        let long = try #require(CommandAPDU(0, 0xB0, 0, 0, expected: 257))
        let refused = "refused: a command of 7 bytes; this reader takes short APDUs"
        #expect(CardDialogue.walk(exchange, long, []) == refused)
    }

    @Test(arguments: [91, 92, 93] as [UInt64])
    func `whatever a reader says, a chain ends`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<3000 {
            var exchange = ChainExchange(
                pieceLength: Int.random(in: 1...300, using: &random),
                takesExtended: true
            )
            let length = Int.random(in: 0...600, using: &random)
            let command = try #require(
                CommandAPDU(0, 1, 2, 3, data: LongCardTwin.sample(length), expected: 300)
            )
            var response = SensitiveBytes(capacity: 302)
            var step = exchange.begin(command)
            var steps = 0
            while case .send = step {
                steps += 1
                try #require(steps < 1300, "seed \(seed)")
                let count = Int.random(in: 0...20, using: &random) < 18 ? 0 : 5
                let chain = [0, 1, 2, 3, 0x10, 0x10, 0x10].randomElement(using: &random) ?? 0
                let bytes = [UInt8](repeating: 9, count: chain == 0x10 ? 0 : max(count, 1))
                step = exchange.handle(bytes.span, chain: UInt8(chain), into: &response)
            }
            #expect(response.count <= 302)
        }
    }
}
