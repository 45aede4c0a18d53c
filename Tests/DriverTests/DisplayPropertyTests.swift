import Drivers
import HAL
import Testing
import Twins

/// Whatever pictures come and however often the cable breaks, the glass tells the truth.
struct DisplayPropertyTests {
    typealias Dialect = DisplayTwin.Dialect

    /// Shows `count` pictures, each until the driver says that it is shown.
    ///
    /// It returns the first that the driver said was shown and the glass does not show, so that a
    /// driver with a vice can be seen to be found out.
    private func firstLie(
        of display: any LineDisplay,
        on twin: DisplayTwin,
        seed: UInt64,
        count: Int
    ) async -> String? {
        var maker = PictureMaker(seed: seed)
        for number in 1...count {
            let lines = maker.next()
            while (try? await display.show(lines, by: soon)) == nil {}
            if twin.lines != picture(of: lines) {
                return "seed \(seed), picture \(number): \(lines) shows as \(twin.lines)"
            }
        }
        return nil
    }

    @Test(arguments: Dialect.allCases, [81, 82, 83] as [UInt64])
    func `the glass shows the last picture`(_ dialect: Dialect, _ seed: UInt64) async {
        let twin = DisplayTwin(dialect: dialect)
        let cable = ShortCable(twin, seed: seed, cutsInThousand: 100)
        let display = CharacterDisplay(channel: cable, dialect: dialect.driver)
        #expect(await firstLie(of: display, on: twin, seed: seed, count: 1000) == nil)
    }

    @Test(arguments: Dialect.allCases)
    func `a driver that believes its shadow after an error is found out`(
        _ dialect: Dialect
    ) async {
        let twin = DisplayTwin(dialect: dialect)
        let cable = HushingCable(inner: ShortCable(twin, seed: 84, cutsInThousand: 100))
        let display = CharacterDisplay(channel: cable, dialect: dialect.driver)
        #expect(await firstLie(of: display, on: twin, seed: 84, count: 1000) != nil)
    }

    @Test(arguments: Dialect.allCases, [85, 86] as [UInt64])
    func `a change is never longer than the whole picture`(
        _ dialect: Dialect,
        _ seed: UInt64
    ) async throws {
        let cable = ShortCable(DisplayTwin(dialect: dialect))
        let display = CharacterDisplay(channel: cable, dialect: dialect.driver)
        try await display.show([], by: soon)
        let whole = cable.takeSent().joined().count
        var maker = PictureMaker(seed: seed)
        var changes = 0
        for _ in 0..<1000 {
            let lines = maker.next()
            try await display.show(lines, by: soon)
            let change = cable.takeSent().joined().count
            #expect(change < whole, "seed \(seed): \(lines) took \(change) bytes")
            changes += change
            try await display.show(lines, by: soon)
            #expect(cable.takeSent() == [], "seed \(seed): the same again sends nothing")
        }
        #expect(changes < 1000 * whole * 9 / 10, "seed \(seed): \(changes) bytes saved nothing")
    }

    @Test(arguments: Dialect.allCases, [87, 88] as [UInt64])
    func `over a hostile cable too`(_ dialect: Dialect, _ seed: UInt64) async throws {
        let twin = DisplayTwin(dialect: dialect)
        try await withTwin(twin) { channel in
            let cable = HostileChannel(channel, seed: seed, errorsInThousand: 200)
            let display = CharacterDisplay(channel: cable, dialect: dialect.driver)
            var maker = PictureMaker(seed: seed)
            for _ in 0..<50 {
                let lines = maker.next()
                while (try? await display.show(lines, by: soon)) == nil {}
                let isShown = await eventually { twin.lines == picture(of: lines) }
                try #require(isShown, "seed \(seed): \(lines) shows as \(twin.lines)")
            }
        }
    }

    @Test(arguments: Dialect.allCases, [91, 92, 93] as [UInt64])
    func `the first picture heals a display whatever it heard before`(
        _ dialect: Dialect,
        _ seed: UInt64
    ) async throws {
        var random = SeededRandom(seed: seed)
        let leads: [UInt8] = [0x1B, 0x1F, 0x10, 0x51, 0x75, 0x21, 0x23, 0x41, 0x24, 0xB0, 0x0D]
        let twin = DisplayTwin(dialect: dialect)
        for round in 0..<300 {
            let noise = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : leads.randomElement(using: &random) ?? 0
            }
            twin.receive(noise)
            let display = CharacterDisplay(channel: ShortCable(twin), dialect: dialect.driver)
            try await display.show(["合计 \(round)", "x"], by: soon)
            let expected = picture(of: ["合计 \(round)", "x"])
            #expect(twin.lines == expected, "seed \(seed), after \(Hex.text(noise))")
        }
    }
}
