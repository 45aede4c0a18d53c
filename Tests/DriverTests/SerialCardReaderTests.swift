import Drivers
import HAL
import Testing
import Twins

struct SerialCardReaderTests {
    typealias Row = (line: String, swipe: CardSwipe?, why: String)

    static let card = CardSwipe(number: "6222021234567890", name: "ZHANG/SAN", expiry: "3012")

    // swift-format-ignore
    static let rows: [Row] = [
        ("%B6222021234567890^ZHANG/SAN^30121010000?;6222021234567890=30121010000?", card, "both tracks"),
        ("%B6222021234567890^ZHANG/SAN                 ^30121010000?", card, "a padded name"),
        (";6222021234567890=30121010000?", CardSwipe(number: "6222021234567890", expiry: "3012"), "track 2 alone"),
        ("%E?;6222021234567890=30121010000?", CardSwipe(number: "6222021234567890", expiry: "3012"), "track 1 misread, track 2 read"),
        ("88800012345",                    CardSwipe(number: "88800012345"), "a plain member number"),
        ("%E?;E?",                         nil, "both misread: ask for the card again"),
        ("%B6222^A^3012?;6223=3012?",      nil, "two numbers on one card"),
        ("%A6222^A^3012?",                 nil, "not format B"),
        (";62220212345678901234=3012?",    nil, "20 digits are too many"),
        (";6222=3012",                     nil, "the end mark is missing"),
        (";6222?",                         nil, "the separator is missing"),
        ("%B62a2^A^3012?",                 nil, "a letter in the number"),
        ("123",                            nil, "too short for a member number"),
        ("hello",                          nil, "no card"),
    ]

    @Test(arguments: rows)
    func `a swipe is read whole or refused`(_ row: Row) async throws {
        let (near, far) = MemoryChannel.pair()
        let reader = SerialCardReader(channel: near)
        try await far.write(Array((row.line + "\r\n").utf8), by: soon)
        if let swipe = row.swipe {
            #expect(try await reader.swipe(by: soon) == swipe)
        } else {
            let error = await #expect(throws: DeviceError.self) {
                try await reader.swipe(by: soon)
            }
            #expect(error?.kind == .failure)
            #expect(error?.detail.contains("6222") == false, "a card number is not for the log")
        }
    }

    @Test(arguments: [41, 42, 43] as [UInt64])
    func `a damaged stripe never yields another number`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let whole = Array("%B6222021234567890^ZHANG/SAN^3012101?;6222021234567890=3012101?".utf8)
        for round in 0..<300 {
            let (near, far) = MemoryChannel.pair()
            let reader = SerialCardReader(channel: near)
            var line = whole
            // One track may be lost whole; one byte of the number may go wrong on one of them.
            line[Int.random(in: 2..<18, using: &random)] = UInt8.random(in: 0...255, using: &random)
            try await far.write(line + [0x0D], by: soon)
            let swipe = try? await reader.swipe(by: .now + .milliseconds(1))
            let isRight = swipe == nil || swipe?.number == "6222021234567890"
            #expect(isRight, "seed \(seed), round \(round): \(Hex.text(line))")
        }
    }

    @Test func `a twin's card arrives, plain or on a stripe`() async throws {
        let twin = CardReaderTwin()
        twin.faults.set(.splitAnswers)
        try await withTwin(twin) { channel in
            let reader = SerialCardReader(channel: channel)
            twin.swipe(number: "6222021234567890", name: "ZHANG/SAN", expiry: "3012")
            let swiped = try await reader.swipe(by: soon)
            #expect(swiped == Self.card)
            twin.misread()
            await #expect(throws: DeviceError.self) { try await reader.swipe(by: soon) }
            twin.show(number: "88800012345")
            let shown = try await reader.swipe(by: soon)
            #expect(shown.number == "88800012345")
        }
    }
}
