import Conformance
import Drivers
import HAL
import Testing
import Twins

struct SerialCardReaderTests {
    typealias Row = (line: String, number: String?, tracks: TrackReport?, why: String)

    static let both = TrackReport(track1: .read, track2: .read)
    static let second = TrackReport(track2: .read)
    static let third = TrackReport(track3: .read)
    static let firstBad = TrackReport(track1: .error(.unspecified), track2: .read)

    // swift-format-ignore
    static let rows: [Row] = [
        ("%B88800012345^ZHANG/SAN^30121010000?;88800012345=30121010000?", "88800012345", both, "both tracks"),
        (";88800012345=30121010000?",           "88800012345", second, "track 2 alone"),
        ("%E?;88800012345=30121010000?",        "88800012345", firstBad, "track 1 misread, track 2 read"),
        ("+0188800012345=1?",                   "88800012345", third, "track 3 by its own mark"),
        ("%E?;E?;0188800012345=1?",             "88800012345",
            TrackReport(track1: .error(.unspecified), track2: .error(.unspecified), track3: .read), "the third of three"),
        ("88800012345",                         "88800012345", TrackReport(), "a plain member number"),
        ("%E?;E?",                              nil, nil, "both misread: ask for the card again"),
        ("%B88801^A^3012?;88802=3012?",         nil, nil, "two numbers on one card"),
        ("%A88801^A^3012?",                     nil, nil, "not format B"),
        ("%?",                                  nil, nil, "an empty track 1"),
        (";88800012345678901234=3012?",         nil, nil, "20 digits are too many"),
        (";88801=3012",                         nil, nil, "the end mark is missing"),
        (";88801=3012??",                       nil, nil, "an end mark too many"),
        (";88801?",                             nil, nil, "the separator is missing"),
        (";88801=1?;88801=1?;88801=1?",         nil, nil, "a third track of digits"),
        ("%B88a1^A^3012?",                      nil, nil, "a letter in the number"),
        ("123",                                 nil, nil, "too short for a member number"),
        ("hello",                               nil, nil, "no card"),
    ]

    @Test(arguments: rows)
    func `a swipe is read whole or refused`(_ row: Row) async throws {
        let (near, far) = MemoryChannel.pair()
        let reader = SerialCardReader(channel: near, firewall: testFirewall())
        try await far.write(Array((row.line + "\r\n").utf8), by: soon)
        if let number = row.number {
            let swipe = try await reader.swipe(by: soon)
            #expect(swipe.card.member?.number == number)
            #expect(swipe.tracks == row.tracks)
        } else {
            let error = await #expect(throws: DeviceError.self) {
                try await reader.swipe(by: soon)
            }
            #expect(error?.kind == .failure)
            #expect(error?.detail.contains("888") == false, "a card number is not for the log")
        }
    }

    @Test func `a member's name comes without the blanks that fill its field`() async throws {
        let (near, far) = MemoryChannel.pair()
        let reader = SerialCardReader(channel: near, firewall: testFirewall())
        try await far.write(Array("%B88800012345^ZHANG/SAN      ^3012101?\r".utf8), by: soon)
        #expect(try await reader.swipe(by: soon).card.member?.name == "ZHANG/SAN")
        try await far.write(Array("%B88800012345^  ^3012101?\r".utf8), by: soon)
        #expect(try await reader.swipe(by: soon).card.member?.name == nil)
    }

    @Test func `more than a card holds is thrown away up to the line's end`() async throws {
        let (near, far) = MemoryChannel.pair()
        let reader = SerialCardReader(channel: near, firewall: testFirewall())
        try await far.write([UInt8](repeating: 0x39, count: 2000) + [0x0D], by: soon)
        try await far.write(Array("88800012345\r".utf8), by: soon)
        let error = await #expect(throws: DeviceError.self) { try await reader.swipe(by: soon) }
        #expect(error?.kind == .failure)
        #expect(try await reader.swipe(by: soon).card.member?.number == "88800012345")
    }

    @Test(arguments: [41, 42, 43] as [UInt64])
    func `a damaged stripe never yields another number`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let whole = Array("%B88800012345^ZHANG/SAN^3012101?;88800012345=3012101?".utf8)
        for round in 0..<300 {
            let (near, far) = MemoryChannel.pair()
            let reader = SerialCardReader(channel: near, firewall: testFirewall())
            var line = whole
            // One track may be lost whole; one byte of the number may go wrong on one of them.
            line[Int.random(in: 2..<13, using: &random)] = UInt8.random(in: 0...255, using: &random)
            try await far.write(line + [0x0D], by: soon)
            let swipe = try? await reader.swipe(by: .now + .milliseconds(1))
            let number = swipe?.card.member?.number
            let isRight = swipe == nil || number == "88800012345"
            #expect(isRight, "seed \(seed), round \(round): \(Hex.text(line))")
        }
    }

    @Test func `a twin's card arrives, plain or on a stripe`() async throws {
        let twin = CardReaderTwin()
        twin.faults.set(.splitAnswers)
        try await withTwin(twin) { channel in
            let reader = SerialCardReader(channel: channel, firewall: testFirewall())
            twin.swipe(number: "88800012345", name: "ZHANG/SAN", expiry: "3012")
            let swiped = try await reader.swipe(by: soon)
            #expect(swiped.card.member?.name == "ZHANG/SAN")
            #expect(swiped.tracks == Self.both)
            twin.misread()
            let error = await #expect(throws: DeviceError.self) { try await reader.swipe(by: soon) }
            #expect(error?.detail.contains("track 1: FAILURE, track 2: FAILURE") == true)
            twin.swipe(.blank, .blank, .data("0188800012345=1"))
            let third = try await reader.swipe(by: soon)
            #expect(third.tracks == Self.third)
            twin.show(number: "88800012345")
            let shown = try await reader.swipe(by: soon)
            #expect(shown.card.member?.number == "88800012345")
        }
    }

    @Test(arguments: [51, 52] as [UInt64])
    func `no line of a card's characters makes the reader stumble`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let alphabet = Array("%;+?^=B0123456789E \u{7F}".utf8)
        for _ in 0..<2000 {
            let (near, far) = MemoryChannel.pair()
            let reader = SerialCardReader(channel: near, firewall: testFirewall())
            let length = Int.random(in: 0...300, using: &random)
            let line = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            try await far.write(line + [0x0D], by: soon)
            do throws(DeviceError) {
                let swipe = try await reader.swipe(by: .now)
                #expect(swipe.tracks.errors.count < 60, "seed \(seed)")
            } catch {
                #expect(error.kind == .failure || length == 0, "seed \(seed): \(error)")
            }
        }
    }
}
