import Drivers
import Glyphs
import HAL
import Synchronization
import Testing
import Twins

/// What is a display of dots' own: its cells, its font, and a line that is cut off.
struct GraphicDisplayTests {
    // swift-format-ignore
    static let sizes: [(model: GraphicModel, columns: Int, rows: Int, fits: Bool, why: String)] = [
        (.glk24064,  20, 2, true,  "letters of 12 x 24 dots, as a printer's"),
        (.glk24064,  30, 4, true,  "the smallest that is legible, 8 x 16"),
        (.glk24064,  31, 2, false, "seven dots are no letter"),
        (.glk24064,  20, 5, false, "twelve rows of dots are no Chinese"),
        (.glk19264,  24, 4, true,  "192 dots are 24 letters"),
        (.glk19264,  25, 4, false, "and no more"),
        (.glk240128, 20, 5, true,  "five rows of 24"),
        (.glk240128, 20, 9, false, "nine are too many"),
        (.glk240128, 0,  1, false, "no column at all"),
        (.glk240128, 20, 0, false, "no row at all"),
    ]

    @Test(arguments: sizes)
    func `a model holds what is legible`(
        _ row: (model: GraphicModel, columns: Int, rows: Int, fits: Bool, why: String)
    ) async throws {
        #expect(row.model.fits(columns: row.columns, rows: row.rows) == row.fits)
    }

    @Test(arguments: GraphicModel.all)
    func `every row of every model shows its text within its edges`(
        _ model: GraphicModel
    ) async throws {
        let most = (1...80).last { model.fits(columns: 8, rows: $0) } ?? 1
        for rows in 1...most {
            let twin = GraphicDisplayTwin(width: 255, height: 255)
            let display = GraphicDisplay(
                channel: ShortCable(twin),
                model: model,
                columns: 8,
                rows: rows,
                glyphs: MemoryGlyphs()
            )
            let full = String(repeating: "茶", count: 4)
            try await display.show([String](repeating: full, count: rows + 1), by: soon)
            let ink = (0..<255).filter { y in (0..<255).contains { twin.picture[$0, y] } }
            #expect(ink.count > 8 * rows, "\(rows) rows")
            try await display.show([String](repeating: "", count: rows - 1) + [full], by: soon)
            let last = (0..<255).filter { y in (0..<255).contains { twin.picture[$0, y] } }
            #expect(Set(last).isSubset(of: ink) && (last.last ?? 0) == (ink.last ?? 0))
        }
    }

    /// Every place at which a change may break off, and the picture that comes next.
    @Test(arguments: [false, true])
    func `a line cut at any byte is right again with the next picture`(
        _ keepsUnderWhite: Bool
    ) async throws {
        let subject = DisplayUnderTest(.dots(keepsUnderWhite: keepsUnderWhite))
        let rehearsal = ShortCable(subject.twin)
        let first = subject.display(on: rehearsal)
        try await first.show(["龙井茶", "27.50"], by: soon)
        try await first.show(["王小明", "31.00"], by: soon)
        let bytes = rehearsal.takeSent().joined()
        for cut in stride(from: 0, through: bytes.count, by: 1) {
            let subject = DisplayUnderTest(.dots(keepsUnderWhite: keepsUnderWhite))
            subject.twin.receive(Array(bytes.prefix(cut)))
            let second = subject.display(on: ShortCable(subject.twin))
            try await second.show(["合计", "8.00"], by: soon)
            #expect(subject.lines == picture(of: ["合计", "8.00"]), "cut at \(cut)")
        }
    }

    @Test func `the longest command, cut off at any byte, spoils no later picture`() async throws {
        let longest = [0xFE, 0x64, 0, 0, 24, 30] + [UInt8](repeating: 0xFF, count: 90)
        for cut in 0...longest.count {
            let subject = DisplayUnderTest(.dots(keepsUnderWhite: true))
            subject.twin.receive(Array(longest.prefix(cut)))
            try await subject.display(on: ShortCable(subject.twin)).show(["合计", "1"], by: soon)
            #expect(subject.lines == picture(of: ["合计", "1"]), "cut at \(cut)")
        }
    }

    @Test func `a longer command that somebody else left would swallow its beginning`()
        async throws
    {
        let subject = DisplayUnderTest(.dots(keepsUnderWhite: false))
        subject.twin.receive([0xFE, 0x64, 0, 0, 240, 64])
        let display = subject.display(on: ShortCable(subject.twin), healing: .zero)
        try await display.show(["合计", "1"], by: soon)
        #expect(subject.lines != picture(of: ["合计", "1"]))
        for _ in 0..<12 { try await display.show(["合计", "1"], by: soon) }
        #expect(subject.lines == picture(of: ["合计", "1"]), "and heals with later pictures")
    }

    @Test func `what the font lacks is told, and shows as a mark or a box`() async throws {
        let told = Mutex<[Unicode.Scalar]>([])
        let twin = GraphicDisplayTwin(width: 240, height: 64)
        let display = GraphicDisplay(
            channel: ShortCable(twin),
            model: .glk24064,
            glyphs: MemoryGlyphs { $0.isASCII && $0 != "X" },
            onMissing: { scalars in told.withLock { $0 += scalars } }
        )
        try await display.show(["aX𠮷", "X"], by: soon)
        #expect(told.withLock { $0 } == ["X", "𠮷", "X"])
        let picture = twin.picture
        #expect(picture[12 + 1, 4 + 1] && picture[12 + 10, 4 + 22], "a box in the second cell")
        #expect(!picture[12, 4] && !picture[12 + 5, 4 + 12], "that is hollow")
        #expect(picture[24 + 22, 4 + 22], "one of two cells for a Chinese character")
    }

    @Test func `a till is read in digits and Chinese, so a font needs both`() throws {
        #expect(!GraphicDisplay.isReadable(with: NoGlyphs()))
        #expect(!GraphicDisplay.isReadable(with: MemoryGlyphs { $0.isASCII }))
        #expect(GraphicDisplay.isReadable(with: MemoryGlyphs()))
        let font = try #require(FreeTypeGlyphs(), "install fonts-wqy-microhei")
        #expect(GraphicDisplay.isReadable(with: font))
    }

    @Test func `names in Chinese stand on the glass as the font has them`() async throws {
        let font = try #require(FreeTypeGlyphs(), "install fonts-wqy-microhei")
        let twin = GraphicDisplayTwin(width: 240, height: 64)
        let display = GraphicDisplay(channel: ShortCable(twin), model: .glk24064, glyphs: font)
        try await display.show(["龙井茶 𠮷野", "合计         27.50"], by: soon)
        var expected = Bitmap(width: 240, height: 64)
        for (place, scalar) in "龙井茶".unicodeScalars.enumerated() {
            let glyph = try #require(font.glyph(of: scalar, width: 24, height: 24))
            expected.draw(glyph, x: place * 24, y: 4)
        }
        for y in 0..<32 {
            for x in 0..<72 { #expect(twin.picture[x, y] == expected[x, y]) }
        }
        // Without Debian's fonts-hanazono no font has it.
        let rare = font.glyph(of: "𠮷", width: 24, height: 24)
        let shown = try #require(rare ?? font.glyph(of: "〓", width: 24, height: 24))
        let inked = (0..<24).contains { y in
            (0..<24).contains { shown[$0, y] && twin.picture[84 + $0, 4 + y] }
        }
        #expect(inked)
    }
}
