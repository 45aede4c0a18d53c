import Drivers
import HAL
import Testing
import Twins

/// Bytes beside those of python-escpos 3.1 (`Dummy`), where both mean the same.
struct GoldenPrinterTests {
    /// What stands between `ESC @`, `ESC a 1` and the end.
    private func bytes(_ node: PrintNode, _ command: RasterCommand = .gsV0) throws -> String {
        var profile = PrinterProfile.generic(columns: 48)
        profile.raster = Fact(command, .assumed("a test"))
        let job = try ESCPOSEncoder(profile: profile).encode(PrintDocument([node]))
        #expect(job.starts(with: [0x1B, 0x40, 0x1B, 0x61, 0x01]))
        return Hex.text(job.dropFirst(5))
    }

    /// `p.qr("https://example.com/r/1", ec=1, size=6, native=True)`.
    @Test func `a QR code is asked for as python-escpos asks`() throws {
        #expect(
            try bytes(.qrCode("https://example.com/r/1")) == """
                1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 1D 28 6B 03 00 31 45 31 \
                1D 28 6B 1A 00 31 50 30 68 74 74 70 73 3A 2F 2F 65 78 61 6D 70 6C 65 2E 63 6F 6D \
                2F 72 2F 31 1D 28 6B 03 00 31 51 30
                """
        )
    }

    typealias Row = (kind: LinearBarcode.Symbology, text: String, bytes: String, why: String)

    // swift-format-ignore
    static let barcodes: [Row] = [
        (.code128, "SP-2026 x", "1D 68 50 1D 77 03 1D 66 00 1D 48 02 1D 6B 49 0B 7B 42 53 50 2D 32 30 32 36 20 78",
            "`{BSP-2026 x`, CODE128, height 80, width 3"),
        (.code128, "123456",    "1D 68 50 1D 77 03 1D 66 00 1D 48 02 1D 6B 49 05 7B 43 0C 22 38", "`{C` and three numbers"),
        (.ean13, "690123456789", "1D 68 50 1D 77 03 1D 66 00 1D 48 02 1D 6B 43 0D 36 39 30 31 32 33 34 35 36 37 38 39 32",
            "EAN13, its check digit added"),
    ]

    /// `p.barcode(text, kind, height=80, width=3, function_type="B", align_ct=False)`.
    @Test(arguments: barcodes)
    func `a barcode is asked for as python-escpos asks`(_ row: Row) throws {
        let barcode = try LinearBarcode(row.kind, row.text)
        #expect(try bytes(.barcode(barcode)) == row.bytes)
    }

    static let dots = "FF 54 80 EA A8 07 B5 42 3F D4 90 FD 52 07 EA 40 1F 5A 10 FD A9 47 EA A4"

    /// `p.image(picture.convert("1"), impl="bitImageRaster")`, and `impl="graphics"`.
    @Test func `a picture is sent as python-escpos sends it`() throws {
        let picture = try #require(HalftoneTests.small)
        #expect(try bytes(.image(picture)) == "1D 76 30 00 03 00 08 00 " + Self.dots)
        let graphics = "1D 28 4C 22 00 30 70 30 01 01 31 18 00 08 00 " + Self.dots
        #expect(try bytes(.image(picture), .gsParenL) == graphics + " 1D 28 4C 02 00 30 32")
    }
}
