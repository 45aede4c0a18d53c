import Drivers
import HAL
import Testing
import Twins

/// What leaves the till, byte for byte, as the manuals have it.
struct DisplayBytesTests {
    typealias Dialect = DisplayTwin.Dialect

    /// The bytes of `shows` one after another, each as hex with a run of blanks as `20*n`.
    private func sent(
        _ dialect: Dialect,
        _ body: (CharacterDisplay) async throws -> Void
    ) async throws -> [String] {
        let cable = ShortCable(DisplayTwin(dialect: dialect))
        try await body(CharacterDisplay(channel: cable, dialect: dialect.driver))
        return cable.takeSent().map(Self.notation)
    }

    private static func notation(_ bytes: [UInt8]) -> String {
        var words: [String] = []
        var rest = bytes[...]
        while let byte = rest.first {
            let blanks = rest.prefix { $0 == 0x20 }.count
            words.append(blanks > 3 ? "20*\(blanks)" : Hex.text([byte]))
            rest = rest.dropFirst(blanks > 3 ? blanks : 1)
        }
        return words.joined(separator: " ")
    }

    // swift-format-ignore
    static let firsts: [(dialect: Dialect, bytes: String, why: String)] = [
        (.cd5220,      "1B 40 0C 1B 51 41 BA CF 20*18 0D 1B 51 42 37 20*19 0D", "string mode, both rows"),
        (.epson,       "1B 40 1F 01 0C 1F 24 01 01 BA CF 20*18 1F 24 01 02 37 20*19", "overwrite mode, a move to each row"),
        (.aedex,       "0D 21 23 31 BA CF 20*18 0D 21 23 32 37 20*19 0D", "printable commands"),
        (.utc,         "1F 1F 14 10 00 BA CF 20*18 10 14 37 20*19", "cells are numbered through: the lower row is 14h"),
        (.utcEnhanced, "0D 1B 75 41 BA CF 20*18 0D 1B 75 42 37 20*19 0D", "ESC u"),
        (.adm,         "0C 0C 0E BA CF 20*18 0F 37 20*19", "a byte for each row"),
    ]

    @Test(arguments: firsts)
    func `the first picture is whole`(
        _ row: (dialect: Dialect, bytes: String, why: String)
    ) async throws {
        let bytes = try await sent(row.dialect) { try await $0.show(["合", "7"], by: soon) }
        #expect(bytes == [row.bytes])
    }

    // swift-format-ignore
    static let changes: [(dialect: Dialect, old: [String], new: [String], bytes: [String], why: String)] = [
        (.epson,  ["合计", "27.50"],   ["合计", "31.00"],   ["1F 24 01 02 33 31 2E 30"], "only the digits that differ"),
        (.epson,  ["abcdefgh", ""],   ["Xbcdefgh", ""],   ["1F 24 01 01 58"], "one cell"),
        (.epson,  ["abcdef", ""],     ["XbcdeX", ""],     ["1F 24 01 01 58 62 63 64 65 58"], "four equal cells cost as much as a move"),
        (.epson,  ["abcdefg", ""],    ["XbcdefX", ""],    ["1F 24 01 01 58 1F 24 07 01 58"], "five cost more"),
        (.epson,  ["a合b", ""],        ["a计b", ""],        ["1F 24 02 01 BC C6"], "a character goes whole"),
        (.epson,  ["中文", ""],        ["中国", ""],        ["1F 24 03 01 B9 FA"], "and where it begins"),
        (.epson,  ["a中", ""],         ["中a", ""],         ["1F 24 01 01 D6 D0 61"], "from where both rows have a beginning"),
        (.epson,  ["a", "b"],         [],                 ["0C"], "blank is one byte"),
        (.epson,  ["a", "b"],         ["a", "b"],         [], "the same picture sends nothing"),
        (.cd5220, ["合计", "27.50"],   ["合计", "31.00"],   ["1B 51 42 33 31 2E 30 30 20*15 0D"], "string mode knows rows only"),
        (.cd5220, ["a", "b"],         [],                 ["0C"], "CLR leaves string mode, the next row enters it"),
        (.aedex,  ["a", "b"],         ["c", "b"],         ["21 23 31 63 20*19 0D"], "its row"),
        (.aedex,  ["a", ""],          [],                 ["21 23 31 20*20 0D"], "nothing blanks it but spaces"),
        (.utcEnhanced, ["a", "b"],    ["a", "c"],         ["1B 75 42 63 20*19 0D"], "its row"),
        (.adm,    ["a", "b"],         ["a", "c"],         ["0F 63 20*19"], "its row"),
        (.utc,    ["a", "1234"],      ["a", "1934"],      ["10 15 39"], "two bytes and one cell"),
        (.utc,    ["", "1234567x"],   ["", "1234567="],   ["10 1A 37 3D"], "cell 27 is ESC, and ESC = a printer's command"),
        (.utc,    ["", "12345中x"],    ["", "12345中="],    ["10 19 D6 D0 3D"], "a whole character earlier"),
    ]

    @Test(arguments: changes)
    func `a change sends what differs`(
        _ row: (dialect: Dialect, old: [String], new: [String], bytes: [String], why: String)
    ) async throws {
        let bytes = try await sent(row.dialect) { display in
            try await display.show(row.old, by: soon)
            try await display.show(row.new, by: soon)
        }
        #expect(Array(bytes.dropFirst()) == row.bytes)
    }

    // swift-format-ignore
    static let scrolls: [(dialect: Dialect, bytes: [String], why: String)] = [
        (.cd5220,      ["1B 40 0C 1B 51 42 37 20*19 0D 1B 51 44 BA CF 21 0D", "1B 51 42 38 20*19 0D 1B 51 44 BA CF 21 0D", "1B 51 41 BA 20*19 0D"], "any command ends it, so it begins again"),
        (.aedex,       ["0D 21 23 32 37 20*19 0D 21 23 34 BA CF 21 0D", "21 23 32 38 20*19 0D 21 23 34 BA CF 21 0D", "21 23 31 BA 20*19 0D"], "likewise"),
        (.utcEnhanced, ["0D 1B 75 42 37 20*19 0D 1B 75 44 BA CF 21 0D", "1B 75 42 38 20*19 0D 1B 75 44 BA CF 21 0D", "1B 75 41 BA 20*19 0D"], "likewise"),
    ]

    @Test(arguments: scrolls)
    func `a scrolling text runs until the next picture`(
        _ row: (dialect: Dialect, bytes: [String], why: String)
    ) async throws {
        let twin = DisplayTwin(dialect: row.dialect)
        let cable = ShortCable(twin)
        let display = CharacterDisplay(channel: cable, dialect: row.dialect.driver)
        try await display.scroll("合!", above: "7", by: soon)
        #expect(twin.scrolling == "合!")
        try await display.scroll("合!", above: "7", by: soon)
        try await display.scroll("合!", above: "8", by: soon)
        #expect(twin.scrolling == "合!")
        #expect(twin.lines == picture(of: ["合!", "8"]))
        try await display.show(["é", "8"], by: soon)
        #expect(twin.scrolling == nil)
        #expect(twin.lines == picture(of: ["é", "8"]))
        let last = row.bytes[2].replacing("BA 20*19", with: "A8 A6 20*18")
        #expect(cable.takeSent().map(Self.notation) == row.bytes.dropLast() + [last])
    }

    @Test func `light is set once, and again when the display begins anew`() async throws {
        let twin = DisplayTwin(dialect: .epson)
        let cable = ShortCable(twin)
        let display = CharacterDisplay(channel: cable, dialect: .epson, healing: .seconds(3600))
        try await display.show(["a"], by: soon)
        _ = cable.takeSent()
        try await display.setBrightness(2, by: soon)
        try await display.setBrightness(2, by: soon)
        try await display.setBlinking(every: .milliseconds(500), by: soon)
        #expect(cable.takeSent() == [[0x1F, 0x58, 0x02], [0x1F, 0x45, 0x0A]])
        #expect((twin.brightness, twin.blink) == (2, 10))
        try await display.setBlinking(every: nil, by: soon)
        #expect((twin.brightness, twin.blink) == (2, 0))
        #expect(twin.lines == picture(of: ["a"]))
    }

    @Test func `CD5220 hears of blinking before its rows, not after`() async throws {
        let bytes = try await sent(.cd5220) { display in
            try await display.show(["a"], by: soon)
            try await display.setBlinking(every: .seconds(1), by: soon)
        }
        #expect(bytes.last == "1B 40 0C 1F 45 14 1B 51 41 61 20*19 0D 1B 51 42 20*20 0D")
    }

    @Test(arguments: Dialect.allCases)
    func `what a dialect has no command for is refused, and sends nothing`(
        _ dialect: Dialect
    ) async throws {
        let cable = ShortCable(DisplayTwin(dialect: dialect))
        let display = CharacterDisplay(channel: cable, dialect: dialect.driver)
        if dialect != .epson {
            let error = await #expect(throws: DeviceError.self) {
                try await display.setBrightness(2, by: soon)
            }
            #expect(error?.detail == "\(dialect.driver.name) has no command for brightness")
        }
        if ![.cd5220, .aedex, .utcEnhanced].contains(dialect) {
            await #expect(throws: DeviceError.self) {
                try await display.scroll("a", above: "b", by: soon)
            }
        }
        if ![.cd5220, .epson].contains(dialect) {
            await #expect(throws: DeviceError.self) {
                try await display.setBlinking(every: .seconds(1), by: soon)
            }
        }
        #expect(cable.takeSent() == [])
    }
}
