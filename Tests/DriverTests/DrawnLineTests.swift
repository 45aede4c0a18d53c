import Conformance
import Drivers
import HAL
import Synchronization
import Testing
import Twins

/// Lines that are drawn because the printer's font lacks a character in them.
struct DrawnLineTests {
    static let glyphs = MemoryGlyphs()

    /// The character that stands in the cells from `column` on, read back by its dots.
    static func isDrawn(
        _ scalar: Unicode.Scalar,
        at column: Int,
        of dots: Bitmap,
        cells: Int,
        scale: Int = 1
    ) -> Bool {
        guard let glyph = glyphs.glyph(of: scalar, width: cells * 12, height: 24) else {
            return false
        }
        let wanted = glyph.scaled(across: scale, down: 1)
        for y in 0..<wanted.height {
            for x in 0..<wanted.width where dots[column * 12 + x, y] != wanted[x, y] {
                return false
            }
        }
        return true
    }

    @Test func `a rare name keeps the columns of its line`() throws {
        let encoder = ESCPOSEncoder(profile: .generic(columns: 32), glyphs: Self.glyphs)
        let document = PrintDocument([
            .row(left: "会员 𠮷田", right: "88.00"), .row(left: "会员 王五", right: "9.00"),
        ])
        let job = try encoder.job(document)
        let paper = PaperReader.paper(of: job.bytes, columns: 32)
        guard case .image(.left, let dots) = paper.first else {
            Issue.record("no picture: \(paper)")
            return
        }
        #expect(job.drawnLines == 1 && job.missing == [])
        #expect(dots.height == 30)
        for (scalar, column, cells) in [
            ("会", 0, 2), ("员", 2, 2), ("𠮷", 5, 2), ("田", 7, 2), ("8", 27, 1), (".", 29, 1),
            ("0", 31, 1),
        ] as [(Unicode.Scalar, Int, Int)] {
            #expect(Self.isDrawn(scalar, at: column, of: dots, cells: cells), "\(scalar)")
        }
        #expect(paper.last?.plainText == TextWidth.row("会员 王五", "9.00", in: 32)[0])
    }

    @Test func `a drawn line is as wide and stands where its style says`() throws {
        let encoder = ESCPOSEncoder(profile: .generic(columns: 32), glyphs: Self.glyphs)
        let wide = TextStyle(alignment: .right, isDoubleWidth: true)
        let bytes = try encoder.encode(PrintDocument([.text("A𠮷", wide)]))
        guard case .image(_, let dots) = PaperReader.paper(of: bytes, columns: 32).first else {
            Issue.record("no picture")
            return
        }
        // Three cells of double width end at the right edge of 32.
        #expect(Self.isDrawn("A", at: 26, of: dots, cells: 1, scale: 2))
        #expect(Self.isDrawn("𠮷", at: 28, of: dots, cells: 2, scale: 2))
    }

    @Test func `without a font the mark is printed and the fact is told`() throws {
        let job = try ESCPOSEncoder(profile: .generic(columns: 32))
            .job(PrintDocument([.text("𠮷田𠮷😀")]))
        #expect(PaperReader.paper(of: job.bytes).map(\.plainText) == ["〓田〓〓"])
        #expect(job.missing == ["𠮷", "😀"] && job.drawnLines == 0)
    }

    @Test func `a printer tells what it lacks, at each job that asks for it`() async throws {
        let told = Mutex<[[Unicode.Scalar]]>([])
        try await withTwin(PrinterTwin()) { channel in
            let printer = ESCPOSPrinter(
                channel: channel,
                profile: .generic(columns: 32),
                onMissing: { scalars in told.withLock { $0.append(scalars) } }
            )
            for (index, text) in ["𠮷田𠮷", "tea", "😀"].enumerated() {
                let slip = PrintDocument([.text(text)])
                try await printer.print(slip, ticket: PrintTicket(UInt32(index)), by: soon)
            }
        }
        #expect(told.withLock { $0 } == [["𠮷"], ["😀"]])
    }

    @Test func `a font that lacks another character of the line draws nothing`() throws {
        let poor = MemoryGlyphs { $0 == "𠮷" }
        let job = try ESCPOSEncoder(profile: .generic(columns: 32), glyphs: poor)
            .job(PrintDocument([.text("𠮷田"), .text("𠮷")]))
        let paper = PaperReader.paper(of: job.bytes).map(\.plainText)
        #expect(paper.first == "〓田")
        #expect(job.drawnLines == 1)
    }

    @Test func `letters are as narrow in a drawn line as in print`() throws {
        // Of these a printer of GBK has é and è as squares, and û and ç on a page only.
        var profile = CharacterModesTests.profile(.gbk, flushes: true)
        profile.columns = Fact(32, .assumed("a test"))
        profile.dots = Fact(384, .assumed("a test"))
        let encoder = ESCPOSEncoder(profile: profile, glyphs: Self.glyphs)
        let row = PrintNode.row(left: "Crème brûlée façon 牛奶", right: "9,50 €")
        let job = try encoder.job(PrintDocument([row]))
        let paper = PaperReader.paper(of: job.bytes, columns: 32)
        guard case .image(.left, let dots) = paper.first, paper.count == 1 else {
            Issue.record("no picture alone: \(paper)")
            return
        }
        #expect(job.missing == [])
        for (scalar, column, cells) in [
            ("è", 2, 1), ("û", 8, 1), ("é", 10, 1), ("ç", 15, 1), ("牛", 19, 2), ("奶", 21, 2),
            ("9", 26, 1), ("5", 28, 1),
        ] as [(Unicode.Scalar, Int, Int)] {
            #expect(Self.isDrawn(scalar, at: column, of: dots, cells: cells), "\(scalar)")
        }
    }

    /// A source that breaks its promise: pictures of the wrong size.
    struct WrongSize: GlyphSource {
        let name = "wrong"
        func glyph(of scalar: Unicode.Scalar, width: Int, height: Int) -> Bitmap? {
            MemoryGlyphs().glyph(of: scalar, width: width * 3 + 1, height: height)
        }
    }

    @Test func `a picture of the wrong size is no picture`() throws {
        var profile = PrinterProfile.generic(columns: 32)
        profile.userCharacters = Fact(2, .assumed("a test"))
        let job = try ESCPOSEncoder(profile: profile, glyphs: WrongSize())
            .job(PrintDocument([.text("𠮷田")]))
        #expect(PaperReader.paper(of: job.bytes).map(\.plainText) == ["〓田"])
        #expect(job.missing == ["𠮷"])
    }

    @Test func `a printer that takes characters of one's own prints them in the line`() throws {
        var profile = PrinterProfile.generic(columns: 32)
        profile.userCharacters = Fact(2, .assumed("a test"))
        let encoder = ESCPOSEncoder(profile: profile, glyphs: Self.glyphs)
        let job = try encoder.job(PrintDocument([.text("𠮷田𠮷"), .text("𠮷😀"), .text("𠀀")]))
        let own = ESCPOSToken.tokens(in: job.bytes).compactMap { token -> [UInt8]? in
            if case .command([0x1C, 0x32], let data) = token { data } else { nil }
        }
        #expect(own.map { Array($0.prefix(2)) } == [[0xFE, 0xA1], [0xFE, 0xA2]])
        // d1 to d72 are columns: the dot in row 0 is the highest bit of every third byte.
        let picture = try #require(Self.glyphs.glyph(of: "𠮷", width: 24, height: 24))
        for (place, byte) in own[0].dropFirst(2).enumerated() {
            for bit in 0..<8 where picture[place / 3, place % 3 * 8 + bit] {
                #expect(byte & (0x80 >> UInt8(bit)) != 0)
            }
        }
        let paper = PaperReader.paper(of: job.bytes).map(\.plainText)
        #expect(paper[0] == "\u{E0A1}田\u{E0A1}" && paper[1] == "\u{E0A1}\u{E0A2}")
        // There is room for two; the third character is drawn with its line.
        #expect(job.drawnLines == 1 && job.missing == [])
    }

    @Test func `a printer that takes no pictures says how many it left out`() throws {
        var profile = PrinterProfile.generic(columns: 32)
        profile.raster = Fact(.none, .assumed("a test"))
        let dot = try #require(Graymap(width: 1, height: 1, samples: [0]))
        let job = try ESCPOSEncoder(profile: profile, glyphs: Self.glyphs)
            .job(PrintDocument([.image(dot), .text("𠮷")]))
        #expect(job.omittedPictures == 1)
        #expect(PaperReader.paper(of: job.bytes).map(\.plainText) == ["〓"])
    }

    @Test func `a picture wider than the paper loses its right edge only`() throws {
        let wide = try #require(
            Graymap(width: 500, height: 2, samples: Array(repeating: 0, count: 1_000))
        )
        let bytes = try ESCPOSEncoder(columns: 32).encode(PrintDocument([.image(wide)]))
        #expect(PaperReader.paper(of: bytes).map(\.plainText) == ["[picture 384 x 2]"])
    }

    @Test func `a QR code that would be heard as a command is drawn instead`() throws {
        let bytes = try ESCPOSEncoder(columns: 48)
            .encode(PrintDocument([.qrCode("a\u{10}\u{14}\u{1}")]))
        guard case .image(.center, let dots) = PaperReader.paper(of: bytes).first else {
            Issue.record("no picture")
            return
        }
        #expect(dots.width / 6 >= 21)
    }
}
