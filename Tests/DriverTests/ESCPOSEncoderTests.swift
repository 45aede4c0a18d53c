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
}
