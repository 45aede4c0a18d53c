import Conformance
import Drivers
import HAL
import Testing
import Twins

struct DisplayTests {
    // swift-format-ignore
    static let pictures: [(lines: [String], shown: [String], why: String)] = [
        (["Milk", "12.50"],       ["Milk                ", "12.50               "], "two rows"),
        (["牛奶 1L"],              ["牛奶 1L             ", "                    "], "Chinese is two cells wide, a missing row blank"),
        ([],                      ["                    ", "                    "], "nothing is blank"),
        (["1234567890123456789012"], ["12345678901234567890", "                    "], "too wide is cut off"),
        (["1234567890123456789中"], ["1234567890123456789 ", "                    "], "no half of a square"),
        (["a\u{0D}\u{1B}@\u{0C}b"], ["a  @ b              ", "                    "], "text commands nothing"),
        (["!#2x", "!#1y"],        ["!#2x                ", "!#1y                "], "nor in printable characters"),
        (["a", "b", "c"],         ["a                   ", "b                   "], "a third line has no row"),
        (["ö😀"],                 ["〓〓                ", "                    "], "missing characters show as missing"),
    ]

    @Test(arguments: DisplayKind.allCases, pictures)
    func `the customer reads what was shown`(
        _ kind: DisplayKind,
        _ row: (lines: [String], shown: [String], why: String)
    ) async throws {
        let subject = DisplayUnderTest(kind)
        try await withTwin(subject.twin) { channel in
            let display = subject.display(on: channel)
            #expect((display.columns, display.rows) == (20, 2))
            try await display.show(["before", "before"], by: soon)
            try await display.show(row.lines, by: soon)
            #expect(await eventually { subject.lines == row.shown }, "\(subject.lines)")
        }
    }

    @Test(arguments: DisplayKind.allCases)
    func `cleared is blank`(_ kind: DisplayKind) async throws {
        let subject = DisplayUnderTest(kind)
        let display = subject.display(on: ShortCable(subject.twin))
        try await display.show(["x", "y"], by: soon)
        #expect(subject.lines == picture(of: ["x", "y"]))
        try await display.clear(by: soon)
        #expect(subject.lines == picture(of: []))
    }

    @Test(arguments: DisplayKind.allCases)
    func `a display that is slow shows the last picture all the same`(
        _ kind: DisplayKind
    ) async throws {
        let subject = DisplayUnderTest(kind)
        subject.twin.faults.set(.slow)
        try await withTwin(subject.twin) { channel in
            let display = subject.display(on: channel)
            for number in 0...5 { try await display.show(["合计", "\(number)"], by: soon) }
            #expect(await eventually { subject.lines == picture(of: ["合计", "5"]) })
        }
    }

    // swift-format-ignore
    static let mistakes: [(driver: DisplayTwin.Dialect, set: DisplayTwin.Dialect, why: String)] = [
        (.cd5220,      .epson,       "ESC Q is none of Epson's"),
        (.epson,       .cd5220,      "US $ is none of CD5220's"),
        (.aedex,       .cd5220,      "!# is text"),
        (.cd5220,      .aedex,       "a display between till and printer lets ESC Q pass"),
        (.utcEnhanced, .aedex,       "and ESC u"),
        (.utc,         .utcEnhanced, "two modes of one maker"),
        (.adm,         .aedex,       "SLE is a printer's"),
    ]

    @Test(arguments: mistakes)
    func `the wrong dialect shows, so the doctor's picture finds it`(
        _ row: (driver: DisplayTwin.Dialect, set: DisplayTwin.Dialect, why: String)
    ) async throws {
        let twin = DisplayTwin(dialect: row.set)
        let display = CharacterDisplay(channel: ShortCable(twin), dialect: row.driver.driver)
        try await display.show(["till doctor", "counter-a1"], by: soon)
        try await display.show(["Milk", "12.50"], by: soon)
        #expect(twin.lines != picture(of: ["Milk", "12.50"]))
    }

    @Test func `after an error the display is initialised again`() async throws {
        let (near, far) = MemoryChannel.pair(capacity: 64)
        let display = CharacterDisplay(channel: near, dialect: .cd5220)
        try await display.show(["a", "b"], by: soon)
        await #expect(throws: DeviceError.self) { try await display.show(["c", "d"], by: moment) }
        while (try? await far.read(upTo: 64, by: .now)) != nil {}
        let sent = Task { try await display.show(["e", "f"], by: soon) }
        #expect(try await far.read(exactly: 3, by: soon) == [0x1B, 0x40, 0x0C])
        _ = try await far.read(exactly: 48, by: soon)
        try await sent.value
    }

    @Test(arguments: DisplayKind.allCases)
    func `a display that was unplugged heals with a later picture`(
        _ kind: DisplayKind
    ) async throws {
        let subject = DisplayUnderTest(kind)
        let display = subject.display(on: ShortCable(subject.twin), healing: .zero)
        try await display.show(["合计", "1"], by: soon)
        subject.twin.faults.set(.off)
        subject.twin.faults.clear(.off)
        #expect(subject.lines == picture(of: []), "it comes back blank")
        try await display.show(["合计", "1"], by: soon)
        #expect(subject.lines == picture(of: ["合计", "1"]))
    }
}
