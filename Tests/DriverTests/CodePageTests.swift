import Drivers
import HAL
import Testing
import Twins

/// The expected bytes are those of Python's codecs: `python3 -c
/// "print('őű'.encode('cp852').hex())"`.
struct CodePageTests {
    // swift-format-ignore
    static let rows: [(page: CodePage, text: String, bytes: String)] = [
        (.cp437,   "éñ£½", "82 A4 9C AB"),
        (.cp737,   "Καλή", "89 98 A2 E3"),
        (.cp850,   "ÁÐø×", "B5 D1 9B 9E"),
        (.cp852,   "őűčž", "8B FB 9F A7"),
        (.cp857,   "İşğ", "98 9F A7"),
        (.cp858,   "€Áé", "D5 B5 82"),
        (.cp860,   "ãõÇ", "84 94 80"),
        (.cp863,   "Êëô", "92 89 93"),
        (.cp865,   "Øø", "9D 9B"),
        (.cp866,   "Привет", "8F E0 A8 A2 A5 E2"),
        (.cp1250,  "€Žš", "80 8E 9A"),
        (.cp1251,  "Київ №", "CA E8 BF E2 20 B9"),
        (.cp1252,  "€Œœ™", "80 8C 9C 99"),
        (.cp1253,  "Ώρα", "BF F1 E1"),
        (.cp1254,  "İşğ", "DD FE F0"),
        (.cp1257,  "ĄŪž", "C0 DB FE"),
    ]

    @Test func `every page is tried`() {
        #expect(Set(Self.rows.map(\.page)) == Set(CodePage.allCases))
    }

    @Test(arguments: rows)
    func `a page gives the bytes that Python gives`(
        _ row: (page: CodePage, text: String, bytes: String)
    ) {
        let bytes = row.text.unicodeScalars.map { scalar in
            scalar.isASCII ? UInt8(scalar.value) : row.page.byte(of: scalar) ?? 0
        }
        #expect(Hex.text(bytes) == row.bytes)
    }

    /// Everything that both sides know of a page: the driver's table, the twin's C library.
    @Test(arguments: CodePage.allCases)
    func `the twin reads every byte of a page as the driver wrote it`(_ page: CodePage) throws {
        var profile = PrinterProfile.generic(columns: 48)
        profile.chinese = Fact(.none, .assumed("a test"))
        profile.codePages = Fact(CodePageNumbers([page: 7]), .assumed("a test"))
        let scalars = (0xA1...0x2600).compactMap(Unicode.Scalar.init).filter {
            page.byte(of: $0) != nil && TextWidth.cells(of: $0) > 0
        }
        #expect(scalars.count > 90)
        let text = String(String.UnicodeScalarView(scalars))
        let bytes = try ESCPOSEncoder(profile: profile).encode(PrintDocument([.text(text)]))
        let charset = page.rawValue.uppercased()
        let paper = PaperReader.paper(of: bytes, codePages: [7: charset])
        #expect(paper.map(\.plainText).joined() == text)
    }
}
