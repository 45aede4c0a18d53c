import Boards
import Drivers
import HAL
import Testing
import Twins

/// Names and receipt lines, on every profile of the repo with every Chinese font there is.
///
/// The expected bytes are those of Python's codecs gb2312, gbk and gb18030, `-` where they have
/// none: `python3 -c "print('中'.encode('gbk').hex(' '))"`. What comes out on the paper is read by
/// the twin's own tables, or compared dot for dot with the font when the line was drawn.
struct PrintingCorpusTests {
    typealias Row = (text: String, bytes: [String], why: String)

    // swift-format-ignore
    static let corpus: [Row] = [
        ("王伟 13800", ["CD F5 CE B0 20 31 33 38 30 30",
            "CD F5 CE B0 20 31 33 38 30 30",
            "CD F5 CE B0 20 31 33 38 30 30"], "a common name"),
        ("李娜 积分 1,280", ["C0 EE C4 C8 20 BB FD B7 D6 20 31 2C 32 38 30",
            "C0 EE C4 C8 20 BB FD B7 D6 20 31 2C 32 38 30",
            "C0 EE C4 C8 20 BB FD B7 D6 20 31 2C 32 38 30"], "points"),
        ("张镕垚", ["-",
            "D5 C5 E9 46 88 90",
            "D5 C5 E9 46 88 90"], "a name that GB2312 lacks"),
        ("陈喆", ["-",
            "B3 C2 86 B4",
            "B3 C2 86 B4"], "another"),
        ("赵祎焜", ["-",
            "D5 D4 B5 74 9F 6A",
            "D5 D4 B5 74 9F 6A"], "another"),
        ("欧阳靖琪", ["C5 B7 D1 F4 BE B8 E7 F7",
            "C5 B7 D1 F4 BE B8 E7 F7",
            "C5 B7 D1 F4 BE B8 E7 F7"], "four characters"),
        ("买买提·吾买尔", ["-",
            "C2 F2 C2 F2 CC E1 A1 A4 CE E1 C2 F2 B6 FB",
            "C2 F2 C2 F2 CC E1 A1 A4 CE E1 C2 F2 B6 FB"], "a dot in a name"),
        ("卓玛央金", ["D7 BF C2 EA D1 EB BD F0",
            "D7 BF C2 EA D1 EB BD F0",
            "D7 BF C2 EA D1 EB BD F0"], "a Tibetan name"),
        ("算盘超市（人民路店）", ["CB E3 C5 CC B3 AC CA D0 A3 A8 C8 CB C3 F1 C2 B7 B5 EA A3 A9",
            "CB E3 C5 CC B3 AC CA D0 A3 A8 C8 CB C3 F1 C2 B7 B5 EA A3 A9",
            "CB E3 C5 CC B3 AC CA D0 A3 A8 C8 CB C3 F1 C2 B7 B5 EA A3 A9"], "full-width brackets"),
        ("合计：￥128.50", ["BA CF BC C6 A3 BA A3 A4 31 32 38 2E 35 30",
            "BA CF BC C6 A3 BA A3 A4 31 32 38 2E 35 30",
            "BA CF BC C6 A3 BA A3 A4 31 32 38 2E 35 30"], "full-width yuan"),
        ("谢谢惠顾，欢迎再来！", ["D0 BB D0 BB BB DD B9 CB A3 AC BB B6 D3 AD D4 D9 C0 B4 A3 A1",
            "D0 BB D0 BB BB DD B9 CB A3 AC BB B6 D3 AD D4 D9 C0 B4 A3 A1",
            "D0 BB D0 BB BB DD B9 CB A3 AC BB B6 D3 AD D4 D9 C0 B4 A3 A1"], "Chinese marks"),
        ("优惠券－满100减10", ["D3 C5 BB DD C8 AF A3 AD C2 FA 31 30 30 BC F5 31 30",
            "D3 C5 BB DD C8 AF A3 AD C2 FA 31 30 30 BC F5 31 30",
            "D3 C5 BB DD C8 AF A3 AD C2 FA 31 30 30 BC F5 31 30"], "a full-width minus"),
        ("①牛奶 ②面包", ["A2 D9 C5 A3 C4 CC 20 A2 DA C3 E6 B0 FC",
            "A2 D9 C5 A3 C4 CC 20 A2 DA C3 E6 B0 FC",
            "A2 D9 C5 A3 C4 CC 20 A2 DA C3 E6 B0 FC"], "numbers in circles"),
        ("㎡ ℃ ℡", ["-",
            "A9 4F 20 A1 E6 20 A9 59",
            "A9 4F 20 A1 E6 20 A9 59"], "signs"),
        ("賣場優惠", ["-",
            "D9 75 88 F6 83 9E BB DD",
            "D9 75 88 F6 83 9E BB DD"], "traditional"),
        ("每斤 ¥3.99", ["-",
            "-",
            "C3 BF BD EF 20 81 30 84 36 33 2E 39 39"], "the narrow yuan"),
        ("𠮷野家 拉面", ["-",
            "-",
            "95 34 B2 35 D2 B0 BC D2 20 C0 AD C3 E6"], "beyond the basic plane"),
        ("㐂寿司", ["-",
            "-",
            "81 39 EF 31 CA D9 CB BE"], "extension A"),
        ("龦先生", ["-",
            "-",
            "82 35 8F 33 CF C8 C9 FA"], "four bytes in the basic plane"),
        ("生日快乐😀", ["-",
            "-",
            "C9 FA C8 D5 BF EC C0 D6 94 39 FC 36"], "an emoji"),
        ("བོད་ཡིག", ["-",
            "-",
            "81 32 F1 30 81 32 F4 38 81 32 F0 35 81 32 E9 35 81 32 F2 31 81 32 F3 38 81 32 EF 30"], "Tibetan script"),
        ("Café 9,50 €", ["-",
            "-",
            "43 61 66 A8 A6 20 39 2C 35 30 20 A2 E3"], "western letters among none"),
        ("咖啡 Café", ["BF A7 B7 C8 20 43 61 66 A8 A6",
            "BF A7 B7 C8 20 43 61 66 A8 A6",
            "BF A7 B7 C8 20 43 61 66 A8 A6"], "western letters among Chinese"),
        ("Привет, 北京", ["A7 B1 A7 E2 A7 DA A7 D3 A7 D6 A7 E4 2C 20 B1 B1 BE A9",
            "A7 B1 A7 E2 A7 DA A7 D3 A7 D6 A7 E4 2C 20 B1 B1 BE A9",
            "A7 B1 A7 E2 A7 DA A7 D3 A7 D6 A7 E4 2C 20 B1 B1 BE A9"], "Cyrillic and Chinese"),
    ]

    static let glyphs = MemoryGlyphs()

    @Test(arguments: Profiles.names, ChineseFont.allCases)
    func `a line comes out as it was meant, as text or drawn`(
        _ name: String,
        _ font: ChineseFont
    ) throws {
        var profile = try Profiles.load(name)
        profile.chinese = Fact(font, .assumed("a test"))
        let encoder = ESCPOSEncoder(profile: profile, glyphs: Self.glyphs)
        for row in Self.corpus {
            let job = try encoder.job(PrintDocument([.text(row.text), .text("END")]))
            let paper = PaperReader.paper(
                of: job.bytes,
                columns: encoder.profile.columns.value,
                codePages: profile.charsets
            )
            #expect(job.missing == [], "\(row.why)")
            #expect(paper.last?.plainText == "END")
            if job.drawnLines == 0 {
                #expect(
                    paper.first?.plainText.replacing("￥", with: "¥")
                        == row.text.replacing("￥", with: "¥"),
                    "\(row.why)"
                )
            } else {
                expectDrawn(row.text, paper, cell: profile.dots.value / profile.columns.value)
            }
        }
    }

    /// The bytes of the text alone, on a printer that has nothing but its Chinese font.
    @Test(arguments: CharacterArea.allCases)
    func `Chinese text leaves in Python's bytes`(_ area: CharacterArea) throws {
        let encoder = ESCPOSEncoder(columns: 48, characters: area)
        let place = area == .gb2312 ? 0 : area == .gbk ? 1 : 2
        for row in Self.corpus where row.bytes[place] != "-" {
            // On this printer the sign for the euro and the like are whatever the font has.
            let job = try encoder.job(PrintDocument([.text(row.text)]))
            // ESC @, FS & before it; LF, FS . after it.
            let bytes = job.bytes.dropFirst(4).dropLast(3)
            #expect(Hex.text(bytes) == row.bytes[place], "\(row.text), \(row.why)")
        }
    }

    /// Compares the picture with the glyphs of the text, one after another.
    private func expectDrawn(_ text: String, _ paper: [PaperElement], cell: Int) {
        guard case .image(.left, let dots) = paper.first else {
            Issue.record("\(text): neither text nor picture: \(paper)")
            return
        }
        var x = 0
        for scalar in text.unicodeScalars where TextWidth.cells(of: scalar) > 0 {
            if scalar == " " {
                x += cell
                continue
            }
            let widths = [2, 1].filter { cells in
                isDrawn(scalar, at: x, cells * cell, in: dots)
            }
            guard let cells = widths.first else {
                Issue.record("\(text): \(scalar) is not at dot \(x)")
                return
            }
            x += cells * cell
        }
    }

    private func isDrawn(_ scalar: Unicode.Scalar, at left: Int, _ width: Int, in dots: Bitmap)
        -> Bool
    {
        guard let glyph = Self.glyphs.glyph(of: scalar, width: width, height: 24) else {
            return false
        }
        // A dot may have been added to break what a printer would hear as a command.
        var added = 0
        for y in 0..<24 {
            for x in 0..<width where dots[left + x, y] != glyph[x, y] {
                if glyph[x, y] { return false }
                added += 1
            }
        }
        return added <= 2
    }

    @Test(arguments: Profiles.names)
    func `a printer that flushes its line on FS & is told only between lines`(
        _ name: String
    ) throws {
        var profile = try Profiles.load(name)
        profile.chinese = Fact(.gbk, .assumed("a test"))
        profile.flushesLineOnChinese = Fact(true, .assumed("a test"))
        let encoder = ESCPOSEncoder(profile: profile)
        let document = PrintDocument(Self.corpus.map { .text($0.text) })
        var isInLine = false
        for token in ESCPOSToken.tokens(in: try encoder.encode(document)) {
            switch token {
            case .character: isInLine = true
            case .command([0x0A], _): isInLine = false
            case .command(let command, _) where command[0] == 0x1C: #expect(!isInLine)
            case .command, .unknown: continue
            }
        }
    }
}
