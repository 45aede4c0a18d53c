import Drivers
import Glyphs
import HAL
import Testing
import Twins

/// What leaves the till for a display of dots, byte for byte, and how many bytes that is.
struct GraphicBytesTests {
    /// A font of one letter, whose left half is black from the third row of dots to the fourth.
    private struct Bars: GlyphSource {
        let name = "bars"

        func glyph(of scalar: Unicode.Scalar, width: Int, height: Int) -> Bitmap? {
            var picture = Bitmap(width: width, height: height)
            for y in 2...3 {
                for x in 0..<width / 2 { picture[x, y] = scalar == "|" }
            }
            return picture
        }
    }

    private static let start = String(repeating: "00 ", count: 90) + "FE 58"

    /// The writes of `body` in hexadecimal; a picture of one row of cells of 8 x 64 dots or more.
    private func sent(
        brightness: Int? = nil,
        _ body: (GraphicDisplay) async throws -> Void
    ) async throws -> [String] {
        let cable = ShortCable(GraphicDisplayTwin(width: 192, height: 64))
        let display = GraphicDisplay(
            channel: cable,
            model: .glk19264,
            columns: 12,
            rows: 4,
            glyphs: Bars(),
            brightness: brightness
        )
        try await body(display)
        return cable.takeSent().map { Hex.text($0) }
    }

    // swift-format-ignore
    static let changes: [(old: [String], new: [String], bytes: [String], why: String)] = [
        ([],           ["|"],      ["FE 64 00 02 08 02 FF FF"], "x, y, width, height, two rows of a byte"),
        ([],           ["", " |"], ["FE 64 10 12 08 02 FF FF"], "the second cell of the second row begins at 16, 18"),
        (["|"],        [],         ["FE 58"], "the screen is blanked when that is all"),
        (["|||"],      ["| |"],    ["FE 78 00 10 02 17 03"], "what goes is filled with white, from corner to corner"),
        ([" |"],       ["|"],      ["FE 58 FE 64 00 02 08 02 FF FF"], "or all is begun anew, when that is less"),
        ([" |", "|||"], ["| ", "|||"], ["FE 64 00 02 08 02 FF FF FE 78 00 10 02 17 03"], "and else only that tile"),
        ([],           ["||"],     ["FE 64 00 02 18 02 FF 00 FF FF 00 FF"], "one byte between two tiles is less than a command"),
        (["|"],        ["|"],      [], "the same picture sends nothing"),
    ]

    @Test(arguments: changes)
    func `a change sends the tiles that differ`(
        _ row: (old: [String], new: [String], bytes: [String], why: String)
    ) async throws {
        let bytes = try await sent { display in
            try await display.show(row.old, by: soon)
            try await display.show(row.new, by: soon)
        }
        #expect(Array(bytes.dropFirst()) == row.bytes)
    }

    @Test(arguments: [(nil, ""), (1, " FE 99 3F"), (4, " FE 99 FF")] as [(Int?, String)])
    func `the first picture ends what was cut off, blanks the screen and sets the light`(
        _ brightness: Int?,
        _ light: String
    ) async throws {
        let bytes = try await sent(brightness: brightness) { try await $0.show([], by: soon) }
        #expect(bytes == [Self.start + light])
    }

    /// A display of 20 columns and two rows that draws with the machine's font.
    private func bytesOfChange(
        _ old: [String],
        _ new: [String]
    ) async throws -> (whole: Int, change: Int) {
        let font = try #require(FreeTypeGlyphs(), "install fonts-wqy-microhei")
        let cable = ShortCable(GraphicDisplayTwin(width: 240, height: 64))
        let display = GraphicDisplay(channel: cable, model: .glk24064, glyphs: font)
        try await display.show(old, by: soon)
        let whole = cable.takeSent().joined().count
        try await display.show(new, by: soon)
        return (whole, cable.takeSent().joined().count)
    }

    // swift-format-ignore
    static let costs: [(old: [String], new: [String], most: Int, why: String)] = [
        (["龙井茶 50g", "合计 Total     27.50"], ["龙井茶 50g", "合计 Total     27.60"], 45,  "one digit"),
        (["龙井茶 50g", "合计 Total     27.50"], ["龙井茶 50g", "合计 Total     31.00"], 110, "a new price: four digits"),
        (["龙井茶 50g", "合计 Total     27.50"], ["王小明", "合计 Total     27.50"],     200, "a new name"),
    ]

    @Test(arguments: costs)
    func `a new price is some tiles, not the screen's 1,920 bytes`(
        _ row: (old: [String], new: [String], most: Int, why: String)
    ) async throws {
        let (whole, change) = try await bytesOfChange(row.old, row.new)
        #expect(change <= row.most, "\(row.why): \(change) bytes, the whole picture \(whole)")
        #expect(change > 0 && whole < 1920)
    }

    @Test func `no command is longer than the display's buffer`() async throws {
        var maker = PictureMaker(seed: 96)
        let font = DotReader.font
        let cable = ShortCable(GraphicDisplayTwin(width: 240, height: 64))
        let display = GraphicDisplay(channel: cable, model: .glk24064, glyphs: font)
        for _ in 0..<100 { try await display.show(maker.next(), by: soon) }
        for bytes in cable.takeSent().dropFirst() {
            var rest = bytes[...]
            while let command = rest.dropFirst().first {
                let head = Array(rest.prefix(6)).map(Int.init)
                let length = [
                    0x58: 2, 0x78: 7, 0x64: head.count < 6 ? 6 : 6 + head[4] * head[5] / 8,
                ]
                let taken = try #require(length[Int(command)], "\(Hex.text(Array(rest)))")
                #expect(rest.first == 0xFE && taken <= 96)
                rest = rest.dropFirst(taken)
            }
            #expect(rest.isEmpty)
        }
    }
}
