import Drivers
import HAL
import Testing
import Twins

/// By what means each character leaves, and how seldom the printer is told to switch.
struct CharacterModesTests {
    /// Epson's numbers; what the Chinese font holds and whether `FS &` flushes is the test's.
    static func profile(
        _ chinese: ChineseFont,
        flushes: Bool = false,
        pages: [CodePage: UInt8] = [.cp437: 0, .cp866: 17, .cp852: 18, .cp858: 19]
    ) -> PrinterProfile {
        var profile = PrinterProfile.generic(columns: 16)
        profile.chinese = Fact(chinese, .assumed("a test"))
        profile.flushesLineOnChinese = Fact(flushes, .assumed("a test"))
        profile.codePages = Fact(CodePageNumbers(pages), .assumed("a test"))
        return profile
    }

    typealias Row = (text: String, font: ChineseFont, flushes: Bool, bytes: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("Café",   .none, false, "1B 74 00 43 61 66 82 0A",                  "one page, chosen before the line"),
        ("é€",     .none, false, "1B 74 13 82 D5 0A",                        "the page that has both"),
        ("éПé",    .none, false, "1B 74 00 82 1B 74 11 8F 1B 74 00 82 0A",   "two pages, changed as often as must be"),
        ("ééП",    .none, false, "1B 74 00 82 82 1B 74 11 8F 0A",            "kept while it serves"),
        ("中",     .none, false, "3F 3F 0A",                                 "no font: a mark a cell"),
        ("é",      .gbk,  false, "1C 2E 1B 74 00 82 0A",                     "out of a Chinese mode that may hold"),
        ("中é",    .gbk,  false, "1C 26 D6 D0 1C 2E 1B 74 00 82 0A",         "FS . before the page"),
        ("é中",    .gbk,  false, "1C 2E 1B 74 00 82 1C 26 D6 D0 0A 1C 2E",   "and back"),
        ("A中é",   .gbk,  true,  "1C 26 41 D6 D0 A8 A6 0A 1C 2E",            "one that flushes: the square letter"),
        ("Café",   .gbk,  true,  "1C 2E 1B 74 00 43 61 66 82 0A",            "and the narrow one where nothing is Chinese"),
        ("中éő",   .gbk,  true,  "1C 26 D6 D0 A8 A6 3F 0A 1C 2E",            "square where the line cannot be drawn"),
        ("ő",      .gbk,  true,  "1C 2E 1B 74 12 8B 0A",                     "what only a page has, in a line of its own"),
        ("中ő",    .gbk,  true,  "1C 26 D6 D0 3F 0A 1C 2E",                  "the two cannot stand in one line"),
        ("“中”…",  .gbk,  false, "1C 26 A1 B0 D6 D0 A1 B1 A1 AD 0A 1C 2E",   "marks of Chinese text are squares"),
        ("垚",     .gb2312, false, "1C 26 A1 FE 0A 1C 2E",                   "outside the font: the mark"),
    ]

    @Test(arguments: rows)
    func `a character leaves by the cheapest means`(_ row: Row) throws {
        let encoder = ESCPOSEncoder(profile: Self.profile(row.font, flushes: row.flushes))
        let bytes = try encoder.encode(PrintDocument([.text(row.text)]))
        #expect(Hex.text(bytes.dropFirst(2)) == row.bytes, "\(row.why)")
    }

    @Test func `a narrow letter takes one cell of a row`() throws {
        let encoder = ESCPOSEncoder(profile: Self.profile(.gb18030))
        let document = PrintDocument([.row(left: "Café 牛奶", right: "9,50 €")])
        let paper = PaperReader.paper(of: try encoder.encode(document), columns: 16)
        #expect(paper.map(\.plainText) == ["Café 牛奶 9,50 €"])
    }

    @Test func `what is certain of a model is not said again`() throws {
        var profile = Self.profile(.gbk)
        profile.powersOnInChinese = Fact(true, .probed("a test"))
        let bytes = try ESCPOSEncoder(profile: profile).encode(PrintDocument([.text("中")]))
        #expect(Hex.text(bytes) == "1B 40 D6 D0 0A")
        #expect(PaperReader.paper(of: bytes, powersOnInChinese: true).map(\.plainText) == ["中"])
    }

    @Test func `after a picture nothing is believed`() throws {
        let dot = try #require(Graymap(width: 8, height: 1, samples: Array(repeating: 0, count: 8)))
        let document = PrintDocument([.text("中"), .image(dot), .text("文"), .text("é")])
        let bytes = try ESCPOSEncoder(profile: Self.profile(.gbk)).encode(document)
        let switches = ESCPOSToken.tokens(in: bytes).filter { $0 == .command([0x1C, 0x26], []) }
        #expect(switches.count == 2)
        #expect(
            PaperReader.paper(of: bytes).map(\.plainText) == ["中", "[picture 8 x 1]", "文", "é"]
        )
    }

    /// The fewest `ESC t` for one line, by trying every choice.
    private func fewest(_ text: String, _ pages: [CodePage], on page: CodePage?) -> Int {
        guard let first = text.unicodeScalars.first else { return 0 }
        let rest = String(text.unicodeScalars.dropFirst())
        let able = pages.filter { $0.byte(of: first) != nil }
        return able.map { next in
            (next == page ? 0 : 1) + fewest(rest, pages, on: next)
        }.min() ?? 0
    }

    @Test(arguments: [31, 32, 33, 34] as [UInt64])
    func `no choice of pages switches less`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let pages: [CodePage] = [.cp437, .cp852, .cp858, .cp866]
        let letters = Array("é€őПäñřЖ½ß".unicodeScalars)
        let encoder = ESCPOSEncoder(profile: Self.profile(.none))
        for _ in 0..<200 {
            let count = Int.random(in: 1...9, using: &random)
            let scalars = (0..<count).compactMap { _ in letters.randomElement(using: &random) }
            let text = String(String.UnicodeScalarView(scalars))
            let bytes = try encoder.encode(PrintDocument([.text(text)]))
            let switches = ESCPOSToken.tokens(in: bytes).count { token in
                if case .command([0x1B, 0x74], _) = token { true } else { false }
            }
            #expect(switches == fewest(text, pages, on: nil), "seed \(seed): \(text)")
            #expect(PaperReader.paper(of: bytes).map(\.plainText) == [text], "seed \(seed)")
        }
    }
}
