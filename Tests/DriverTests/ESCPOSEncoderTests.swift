import Drivers
import HAL
import Testing
import Twins

struct ESCPOSEncoderTests {
    // swift-format-ignore
    static let rows: [(nodes: [PrintNode], bytes: String, why: String)] = [
        ([.text("Hi")],                  "48 69 0A",             "text and LF"),
        ([.text("A中B")],                "1C 26 41 D6 D0 42 0A 1C 2E", "Chinese mode for the line, and off at the end"),
        ([.text("A"), .text("中"), .text("B"), .text("文")],
            "41 0A 1C 26 D6 D0 0A 42 0A CE C4 0A 1C 2E",          "switched once, not at each line"),
        ([.row(left: "A", right: "9")],  "41 20 20 20 20 20 20 39 0A", "both edges of eight columns"),
        ([.row(left: "中", right: "9")], "1C 26 D6 D0 20 20 20 20 20 39 0A 1C 2E", "a square counts twice"),
        ([.row(left: "ABCDEFG", right: "99")],
            "41 42 43 44 45 46 47 0A 20 20 20 20 20 20 39 39 0A", "no room: the amount stands below"),
        ([.rule],                        "2D 2D 2D 2D 2D 2D 2D 2D 0A", "from edge to edge"),
        ([.feed(lines: 3)],              "1B 64 03",             "ESC d 3"),
        ([.feed(lines: 0)],              "",                     "nothing to feed"),
        ([.feed(lines: 999)],            "1B 64 FF",             "as far as one command goes"),
        ([.cut],                         "1D 56 42 00",          "GS V 66 0: feed to the cutter and cut"),
        ([.openDrawer],                  "1B 70 00 19 FA",       "ESC p 0 25 250"),
        ([.text("123456789")],           "31 32 33 34 35 36 37 38 0A 39 0A", "broken at the edge"),
        ([.text("1234567中")],           "31 32 33 34 35 36 37 0A 1C 26 D6 D0 0A 1C 2E", "no half of a square"),
        ([.text("B", TextStyle(isBold: true)), .text("P")],
            "1B 45 01 42 0A 1B 45 00 50 0A",                      "bold on and off"),
        ([.text("W", TextStyle(alignment: .center, isDoubleWidth: true, isDoubleHeight: true))],
            "1B 61 01 1D 21 11 57 0A",                            "GS ! enlarges both ways"),
        ([.text("a\u{0A}b\u{1B}p\u{0}")], "61 20 62 20 70 20 0A", "control bytes are spaces"),
    ]

    @Test(arguments: rows)
    func `a layout becomes the bytes of the manual`(
        _ row: (nodes: [PrintNode], bytes: String, why: String)
    ) throws {
        let bytes = try ESCPOSEncoder(columns: 8).encode(PrintDocument(row.nodes))
        #expect(Hex.text(bytes.dropFirst(2)) == row.bytes)
        #expect(bytes.starts(with: [0x1B, 0x40]))
    }

    @Test func `a QR code is drawn by the printer itself`() throws {
        let bytes = try ESCPOSEncoder(columns: 48).encode(PrintDocument([.qrCode("AB")]))
        #expect(
            Hex.text(bytes) == """
                1B 40 1B 61 01 1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 \
                1D 28 6B 03 00 31 45 31 1D 28 6B 05 00 31 50 30 41 42 1D 28 6B 03 00 31 51 30
                """
        )
    }

    @Test func `a text too long for a QR code is printed as text`() throws {
        let text = String(repeating: "x", count: ESCPOSEncoder.longestQRCode + 1)
        let bytes = try ESCPOSEncoder(columns: 48).encode(PrintDocument([.qrCode(text)]))
        #expect(bytes.count { $0 == UInt8(ascii: "x") } == text.count)
        #expect(!bytes.contains(0x1D))
    }

    @Test func `the proof is asked for at the very end`() throws {
        let ticket = PrintTicket(7)
        let bytes = try ESCPOSEncoder(columns: 48).encode(PrintDocument([.cut]), ticket: ticket)
        #expect(Array(bytes.suffix(11)) == [0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30] + ticket.bytes)
    }

    @Test func `a fence stands between two lines and is told where`() throws {
        var places: [Int] = []
        let document = PrintDocument([.text("A"), .text("B")])
        let bytes = try ESCPOSEncoder(columns: 8).encode(document) { lines, offset in
            places.append(offset)
            return lines == 1 ? [0x1D, 0x72, 0x01] : []
        }
        #expect(Hex.text(bytes) == "1B 40 41 0A 1D 72 01 42 0A")
        #expect(places == [2, 4, 9])
    }

    @Test func `a fence that would do something else does not leave`() {
        let error = #expect(throws: DeviceError.self) {
            try ESCPOSEncoder(columns: 8).encode(PrintDocument([.text("A")])) { _, _ in
                ESCPOSEncoder.drawerPulse
            }
        }
        #expect(error?.kind == .failure && error?.mayHaveRun == false)
        #expect(error?.detail.contains("more than its layout says") == true)
    }

    // swift-format-ignore
    static let models: [(cutter: Cutter, pulse: Int, bytes: String, why: String)] = [
        (.partial, 50,  "1D 56 42 00 1B 70 00 19 FA", "the usual printer"),
        (.full,    100, "1D 56 41 00 1B 70 00 32 FA", "a knife that cuts through, a drawer that sticks"),
        (.none,    0,   "1B 64 04",                   "torn off by hand, and no connector"),
    ]

    @Test(arguments: models)
    func `knife and drawer are the model's`(
        _ row: (cutter: Cutter, pulse: Int, bytes: String, why: String)
    ) throws {
        var profile = PrinterProfile.generic(columns: 32)
        profile.cutter = Fact(row.cutter, .assumed("a test"))
        profile.drawerPulseMilliseconds = Fact(row.pulse, .assumed("a test"))
        let bytes = try ESCPOSEncoder(profile: profile)
            .encode(PrintDocument([.cut, .openDrawer]))
        #expect(Hex.text(bytes.dropFirst(2)) == row.bytes)
    }

    @Test func `a printer that can be made deaf to real time is made so, if that is certain`()
        throws
    {
        var profile = PrinterProfile.generic(columns: 32)
        let mask = "1D 28 44 05 00 14 01 00 02 00"
        profile.masksRealTime = Fact(true, .assumed("a test"))
        #expect(Hex.text(try ESCPOSEncoder(profile: profile).encode(PrintDocument())) == "1B 40")
        profile.masksRealTime = Fact(true, .probed("a test"))
        let bytes = try ESCPOSEncoder(profile: profile).encode(PrintDocument())
        #expect(Hex.text(bytes) == "1B 40 " + mask)
    }

    @Test func `a model without codes of its own gets them drawn`() throws {
        var profile = PrinterProfile.generic(columns: 32)
        profile.qrCode = Fact(false, .assumed("a test"))
        profile.barcodes = Fact([], .assumed("a test"))
        let barcode = try LinearBarcode(.code128, "SP-7")
        let document = PrintDocument([.qrCode("https://example.com/r/1"), .barcode(barcode)])
        let paper = PaperReader.paper(of: try ESCPOSEncoder(profile: profile).encode(document))
        // 25 modules of 4 dots in a quiet zone of 4; 79 modules of 3, and the text below.
        #expect(
            paper.map(\.plainText) == ["[picture 136 x 132]", "[picture 240 x 80]", "SP-7"]
        )
    }

    @Test func `a code that is drawn stands in four white modules on every side`() throws {
        var profile = PrinterProfile.generic(columns: 32)
        profile.qrCode = Fact(false, .assumed("a test"))
        profile.bandRows = Fact(24, .assumed("a test"))
        let document = PrintDocument([.text("above"), .qrCode("suanpan"), .text("below")])
        let paper = PaperReader.paper(of: try ESCPOSEncoder(profile: profile).encode(document))
        // 21 modules and the zone, 4 dots each, in bands of 24 rows.
        let bands = paper.dropFirst().dropLast().compactMap { element in
            if case .image(.center, let dots) = element { dots } else { nil }
        }
        #expect(bands.count == paper.count - 2 && bands.map(\.height).reduce(0, +) == 116)
        func isWhite(_ x: ClosedRange<Int>, _ y: ClosedRange<Int>) -> Bool {
            y.allSatisfy { y in x.allSatisfy { !bands[y / 24][$0, y % 24] } }
        }
        for zone in [0...15, 100...115] {
            #expect(isWhite(0...115, zone) && isWhite(zone, 0...115), "\(zone)")
        }
        // The finders stand in three corners.
        for (x, y) in [(16, 16), (99, 16), (16, 99)] { #expect(!isWhite(x...x, y...y)) }
    }

    @Test func `a barcode too wide for the paper is printed as text`() throws {
        let long = String(repeating: "a", count: 40)
        let barcode = try LinearBarcode(.code128, long)
        let bytes = try ESCPOSEncoder(columns: 32).encode(PrintDocument([.barcode(barcode)]))
        #expect(PaperReader.paper(of: bytes, columns: 48).map(\.plainText).joined() == long)
    }
}
