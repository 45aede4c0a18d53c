import HAL
import Testing
import Twins

/// The twin is a checker, so it is checked itself: with bytes, as if by another driver.
struct DisplayTwinTests {
    typealias Row = (dialect: DisplayTwin.Dialect, bytes: [UInt8], shown: [String], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (.epson,  [0x41, 0x42],                                     ["AB", ""],   "text goes where the cursor is"),
        (.epson,  [0x1F, 0x24, 3, 2, 0x41],                         ["", "  A"],  "US $ moves it"),
        (.epson,  [0x1F, 0x24, 21, 1, 0x41, 0x1F, 0x24, 1, 3, 0x42], ["AB", ""],  "not off the glass"),
        (.epson,  [0x41, 0x0D, 0x42, 0x0A, 0x43, 0x08, 0x44],       ["B", " D"],  "CR, LF and BS"),
        (.epson,  [0x1F, 0x24, 20, 2, 0x41, 0x42],                  ["B", "                   A"], "past the last cell comes the first"),
        (.epson,  [0x1F, 0x03, 0x1F, 0x24, 19, 1, 0x41, 0x42, 0x43], ["                 ABC", ""], "in horizontal scroll the row moves"),
        (.epson,  [0xD6, 0xD0, 0x08, 0x41],                         ["□A", ""],   "half a character is rubbish"),
        (.epson,  [0xD6, 0xD0, 0x0D, 0x41],                         ["A□", ""],   "the other half as well"),
        (.epson,  [0xD6, 0x0D, 0x0A, 0xD0, 0x41],                   ["□", "蠥"],   "a second byte that comes late begins another"),
        (.epson,  [0x1F, 0x24, 20, 1, 0xD6, 0xD0, 0x20, 0x20],      ["                   □", "□"], "no character stands in two rows"),
        (.epson,  [0x41, 0x1B, 0x7A, 0x42],                         ["AB", ""],   "an unknown command goes with its letter"),
        (.cd5220, [0x1B, 0x51, 0x42, 0x41, 0x0D],                   ["", "A"],    "ESC Q B"),
        (.cd5220, [0x1B, 0x51, 0x41, 0x41, 0x0D, 0x42, 0x1B, 0x6C, 1, 2, 0x43], ["A", ""], "string mode is deaf to text and moves"),
        (.cd5220, [0x1B, 0x51, 0x41, 0x41, 0x0D, 0x0C, 0x1B, 0x6C, 1, 2, 0x43], ["", "C"], "CLR ends it"),
        (.cd5220, [0x1B, 0x51, 0x41, 0x41, 0x1B, 0x40, 0x0C, 0x42], ["B", ""],    "and a string that was cut off"),
        (.aedex,  [0x41, 0x21, 0x23, 0x31, 0x42, 0x0D, 0x43],       ["B", ""],    "what is no command is not for it"),
        (.aedex,  [0x21, 0x23, 0x32, 0x21, 0x23, 0x31, 0x0D],       ["", "!#1"],  "a command within text is text"),
        (.utcEnhanced, [0x1B, 0x75, 0x42, 0x41, 0x0D],              ["", "A"],    "ESC u B"),
        (.utc,    [0x10, 0x15, 0x41, 0x10, 0x28, 0x42],             ["", " AB"],  "DLE counts from 0 to 27h"),
        (.utc,    [0x41, 0x1F, 0x42],                               ["B", ""],    "US blanks"),
        (.adm,    [0x0F, 0x41, 0x0E, 0x42, 0x0F, 0x43],             ["B", "C"],   "SLE blanks its row"),
        (.adm,    [0x11, 0x0C, 0x41],                               ["A", ""],    "DC1 takes one byte, whatever it is"),
    ]

    @Test(arguments: rows)
    func `the glass shows what a real display would show`(_ row: Row) {
        let twin = DisplayTwin(dialect: row.dialect)
        twin.receive(row.bytes)
        #expect(twin.lines == row.shown.map { TextWidth.pad($0, to: cells($0)) })
    }

    /// The width that fills a row, where `□` takes one cell and not two.
    private func cells(_ row: String) -> Int {
        20 + row.count { $0 == "□" }
    }

    @Test func `a text that scrolls runs until the next command`() {
        let twin = DisplayTwin(dialect: .cd5220)
        twin.receive([0x1B, 0x51, 0x44, 0x41, 0xD6, 0xD0, 0x0D])
        #expect(twin.scrolling == "A中")
        twin.receive([0x1B, 0x51, 0x42, 0x42, 0x0D])
        #expect(twin.scrolling == nil)
        #expect(twin.lines == [TextWidth.pad("", to: 20), TextWidth.pad("B", to: 20)])
    }

    @Test func `switched off it forgets, also the command that it was in`() {
        let twin = DisplayTwin(dialect: .epson)
        twin.receive([0x41, 0x1F, 0x58, 0x01, 0x1F])
        twin.faults.set(.off)
        twin.receive([0x42])
        twin.faults.clear(.off)
        #expect(twin.lines == [TextWidth.pad("", to: 20), TextWidth.pad("", to: 20)])
        #expect(twin.brightness == 4)
        twin.receive([0x43])
        #expect(twin.lines[0] == TextWidth.pad("C", to: 20))
    }
}
