import Drivers
import HAL
import Testing
import Twins

struct DisplayTests {
    private func display(
        _ dialect: DisplayTwin.Dialect,
        _ channel: any ByteChannel
    ) -> any LineDisplay {
        switch dialect {
        case .cd5220: CD5220Display(channel: channel)
        case .epson: EpsonDisplay(channel: channel)
        }
    }

    // swift-format-ignore
    static let pictures: [(lines: [String], shown: [String], why: String)] = [
        (["Milk", "12.50"],       ["Milk                ", "12.50               "], "two rows"),
        (["牛奶 1L"],              ["牛奶 1L             ", "                    "], "Chinese is two cells wide, a missing row blank"),
        ([],                      ["                    ", "                    "], "nothing is blank"),
        (["1234567890123456789012"], ["12345678901234567890", "                    "], "too wide is cut off"),
        (["1234567890123456789中"], ["1234567890123456789 ", "                    "], "no half of a square"),
        (["a\u{0D}\u{1B}@\u{0C}b"], ["a  @ b              ", "                    "], "text commands nothing"),
        (["a", "b", "c"],         ["a                   ", "b                   "], "a third line has no row"),
        (["ö😀"],                 ["〓〓                ", "                    "], "missing characters show as missing"),
    ]

    @Test(arguments: DisplayTwin.Dialect.allCases, pictures)
    func `the customer reads what was shown`(
        _ dialect: DisplayTwin.Dialect,
        _ row: (lines: [String], shown: [String], why: String)
    ) async throws {
        let twin = DisplayTwin(dialect: dialect)
        try await withTwin(twin) { channel in
            let display = display(dialect, channel)
            try await display.show(["before", "before"], by: soon)
            try await display.show(row.lines, by: soon)
            #expect(await eventually { twin.lines == row.shown })
        }
    }

    @Test(arguments: DisplayTwin.Dialect.allCases)
    func `cleared is blank`(_ dialect: DisplayTwin.Dialect) async throws {
        let twin = DisplayTwin(dialect: dialect)
        try await withTwin(twin) { channel in
            let display = display(dialect, channel)
            try await display.show(["x", "y"], by: soon)
            #expect(await eventually { twin.lines[1].hasPrefix("y") })
            try await display.clear(by: soon)
            #expect(await eventually { twin.lines.allSatisfy { $0.allSatisfy { $0 == " " } } })
        }
    }

    @Test func `the wrong dialect shows, so the doctor's picture finds it`() async throws {
        let twin = DisplayTwin(dialect: .epson)
        try await withTwin(twin) { channel in
            try await CD5220Display(channel: channel).show(["Milk", "12.50"], by: soon)
            #expect(await eventually { twin.pictures > 0 })
            #expect(twin.lines.first?.hasPrefix("Milk") == false)
        }
    }

    @Test func `after an error the display is initialised again`() async throws {
        let (near, far) = MemoryChannel.pair(capacity: 64)
        let display = CD5220Display(channel: near)
        try await display.show(["a", "b"], by: soon)
        await #expect(throws: DeviceError.self) { try await display.show(["c", "d"], by: moment) }
        while (try? await far.read(upTo: 64, by: .now)) != nil {}
        let sent = Task { try await display.show(["e", "f"], by: soon) }
        #expect(try await far.read(exactly: 3, by: soon) == [0x1B, 0x40, 0x0C])
        _ = try await far.read(exactly: 48, by: soon)
        try await sent.value
    }
}
