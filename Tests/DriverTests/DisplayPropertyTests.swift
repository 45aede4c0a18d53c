import Conformance
import Drivers
import HAL
import Testing
import Twins

/// Whatever pictures come and however often the cable breaks, the glass tells the truth.
struct DisplayPropertyTests {
    typealias Dialect = DisplayTwin.Dialect

    /// Shows `count` pictures by a driver on `cable`, each until the driver says that it is shown.
    ///
    /// It returns the first that the driver said was shown and the glass does not show, so that a
    /// driver with a vice can be seen to be found out.
    private func firstLie(
        of subject: DisplayUnderTest,
        over cable: any ByteChannel,
        seed: UInt64,
        count: Int
    ) async -> String? {
        let display = subject.display(on: cable)
        var maker = PictureMaker(seed: seed)
        for number in 1...count {
            let lines = maker.next()
            while (try? await display.show(lines, by: soon)) == nil {}
            if subject.lines != picture(of: lines) {
                return "seed \(seed), picture \(number): \(lines) shows as \(subject.lines)"
            }
        }
        return nil
    }

    @Test(arguments: DisplayKind.allCases, [81, 82, 83] as [UInt64])
    func `the glass shows the last picture`(_ kind: DisplayKind, _ seed: UInt64) async {
        let subject = DisplayUnderTest(kind)
        let cable = ShortCable(subject.twin, seed: seed, cutsInThousand: 100)
        #expect(await firstLie(of: subject, over: cable, seed: seed, count: 1000) == nil)
    }

    @Test(arguments: DisplayKind.allCases)
    func `a driver that believes its shadow after an error is found out`(
        _ kind: DisplayKind
    ) async {
        let subject = DisplayUnderTest(kind)
        let cable = HushingCable(inner: ShortCable(subject.twin, seed: 84, cutsInThousand: 100))
        #expect(await firstLie(of: subject, over: cable, seed: 84, count: 1000) != nil)
    }

    /// How many bytes a driver sends that knows nothing of the display.
    private func whole(_ lines: [String], _ kind: DisplayKind) async throws -> Int {
        let subject = DisplayUnderTest(kind)
        let cable = ShortCable(subject.twin)
        try await subject.display(on: cable).show(lines, by: soon)
        return cable.takeSent().joined().count
    }

    @Test(arguments: DisplayKind.allCases, [85, 86] as [UInt64])
    func `a change is never longer than the whole picture`(
        _ kind: DisplayKind,
        _ seed: UInt64
    ) async throws {
        let subject = DisplayUnderTest(kind)
        let cable = ShortCable(subject.twin)
        let display = subject.display(on: cable)
        try await display.show([], by: soon)
        _ = cable.takeSent()
        var maker = PictureMaker(seed: seed)
        var (changes, wholes) = (0, 0)
        for _ in 0..<300 {
            let lines = maker.next()
            try await display.show(lines, by: soon)
            let change = cable.takeSent().joined().count
            let whole = try await whole(lines, kind)
            #expect(change < whole, "seed \(seed): \(lines) took \(change) bytes")
            (changes, wholes) = (changes + change, wholes + whole)
            try await display.show(lines, by: soon)
            #expect(cable.takeSent() == [], "seed \(seed): the same again sends nothing")
        }
        #expect(changes < wholes * 9 / 10, "seed \(seed): \(changes) bytes saved nothing")
    }

    @Test(arguments: DisplayKind.allCases, [87, 88] as [UInt64])
    func `over a hostile cable too`(_ kind: DisplayKind, _ seed: UInt64) async throws {
        let subject = DisplayUnderTest(kind)
        try await withTwin(subject.twin) { channel in
            let cable = HostileChannel(channel, seed: seed, errorsInThousand: 200)
            let display = subject.display(on: cable)
            var maker = PictureMaker(seed: seed)
            for _ in 0..<50 {
                let lines = maker.next()
                while (try? await display.show(lines, by: soon)) == nil {}
                let isShown = await eventually { subject.lines == picture(of: lines) }
                try #require(isShown, "seed \(seed): \(lines) shows as \(subject.lines)")
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
