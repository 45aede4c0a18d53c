import HAL
import Symbols
import Testing
import Twins

/// Bars and modules beside python-barcode 0.16.1 and qrcode 8.2.
struct SymbolTests {
    typealias Row = (kind: LinearBarcode.Symbology, text: String, bars: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (.code128, "Suanpan {x}", "D2 1B A2 79 4B 0C 29 4F 25 86 14 D9 9E DB C9 51 ED 1D 8E B0", "set B"),
        (.code128, "1234567890", "D3 96 72 2C 71 6C 29 BD A7 96 3A C0", "set C"),
        (.code128, "AB123456C",  "D2 14 62 2C 5D EB 39 16 38 B5 EE 88 D1 EB 1D 60", "B, C, B"),
        (.ean13, "690123456789", "A2 D3 B3 36 F5 1A A7 50 89 23 A6 CA", "the check digit is added"),
        (.ean8, "9638507",       "A2 D7 BD 6E A9 DC A2 5C A0", "four digits a side"),
        (.upcA, "03600029145",   "A3 5E AF 1A 34 6A B6 74 CD 72 76 CA", "EAN-13 with a nought before"),
        (.code39, "SUANPAN-1",   "8B BA BA E2 E2 AE EA 2E AE 8E BB A2 EA 2E AE 8E 8A EE E8 AE 8B BA", "stars around"),
        (.itf, "1234567895",     "AE 8A E3 BA 28 E8 E2 A2 B8 E8 E8 EB A0", "digits in pairs; wide is three"),
    ]

    @Test(arguments: rows)
    func `bars are those of python-barcode`(_ row: Row) throws {
        let pattern = LinearPattern(try LinearBarcode(row.kind, row.text))
        #expect(Hex.text(pattern.bitmap(module: 1, height: 1).rows) == row.bars)
    }

    @Test func `a QR code is one of the eight that the standard allows`() throws {
        let masks: [UInt64] = [
            0xA929_5214_7E5E_4D55, 0xC052_3C2F_D6FA_E353, 0x206C_1D8C_A349_843F,
            0xC8A1_D1FA_AD1D_9115, 0xA1D4_6612_1FB4_410F, 0x64F7_F874_3C31_48D6,
            0x817F_3D11_C855_0AC9, 0x0749_16F3_E2B8_1497,
        ]
        let code = try #require(QRCode("https://example.com/r/1"))
        let modules = (0..<code.size * code.size).map { place in
            code.isDark(place % code.size, place / code.size) ? UInt8(1) : 0
        }
        #expect(masks.contains(fingerprint(modules)))
    }

    @Test func `a QR code in dots has every module as a block`() throws {
        let code = try #require(QRCode("suanpan"))
        let dots = code.bitmap(module: 3)
        #expect(dots.width == code.size * 3)
        for y in 0..<dots.height {
            for x in 0..<dots.width where dots[x, y] != code.isDark(x / 3, y / 3) {
                Issue.record("dot \(x), \(y)")
            }
        }
    }

    /// The shortest row by trying everything; `mayFollow` as in the encoder.
    private func least(_ text: String, _ mayFollow: (Int, Int) -> Bool) -> Int {
        let bytes = Array(text.utf8)
        func pair(_ place: Int) -> Int? {
            guard place + 1 < bytes.count else { return nil }
            return Int(String(decoding: bytes[place..<place + 2], as: UTF8.self))
        }
        func isDigits(_ place: Int) -> Bool {
            place + 1 < bytes.count
                && bytes[place..<place + 2].allSatisfy { (0x30...0x39).contains($0) }
        }
        func walk(_ place: Int, _ isC: Bool, _ last: Int?, _ changed: Bool) -> Int {
            if place == bytes.count { return 0 }
            var best = Int.max / 2
            if !changed { best = 1 + walk(place, !isC, nil, true) }
            if isC {
                if isDigits(place), let value = pair(place),
                    last.map({ mayFollow($0, value) }) ?? true
                {
                    best = min(best, 1 + walk(place + 2, true, value, false))
                }
            } else {
                best = min(best, 1 + walk(place + 1, false, nil, false))
            }
            return best
        }
        return 1 + min(walk(0, false, nil, true), walk(0, true, nil, true))
    }

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `no row of symbols is shorter`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let alphabet = Array("0123456789160405AB{".utf8)
        for round in 0..<150 {
            let count = Int.random(in: 1...11, using: &random)
            let bytes = (0..<count).compactMap { _ in alphabet.randomElement(using: &random) }
            let text = String(decoding: bytes, as: UTF8.self)
            let isFree = round % 2 == 0
            let mayFollow = { (first: Int, second: Int) in
                isFree || !(first == 16 && [4, 5, 20].contains(second))
            }
            let symbols = try #require(
                Code128.symbols(for: text) { mayFollow(Int($0), Int($1)) }
            )
            #expect(reading(symbols) == text, "seed \(seed): \(text)")
            #expect(symbols.count == least(text, mayFollow), "seed \(seed): \(text) \(symbols)")
        }
    }

    private func reading(_ symbols: [Code128.Symbol]) -> String {
        symbols.map { symbol in
            switch symbol {
            case .enter: ""
            case .character(let byte): String(Unicode.Scalar(byte))
            case .pair(let value): value < 10 ? "0\(value)" : "\(value)"
            }
        }.joined()
    }

    @Test func `what Code 128 cannot hold has no symbols`() {
        #expect(Code128.symbols(for: "") == nil)
        #expect(Code128.symbols(for: "é") == nil)
        #expect(Code128.symbols(for: "a\n") == nil)
    }

    // swift-format-ignore
    static let refusals: [(kind: LinearBarcode.Symbology, text: String, error: BarcodeError, why: String)] = [
        (.ean13, "",              .empty,                      "nothing"),
        (.ean13, "6901234567893", .checkDigit(expected: 2),    "a misread digit"),
        (.ean13, "12345",         .length(allowed: 12...13),   "too short"),
        (.ean8,  "12345A78",      .character("A"),             "a letter"),
        (.code39, "abc",          .character("a"),             "no small letters"),
        (.itf,   "123",           .oddCount,                   "half a pair"),
        (.code128, "ｘ",          .character("ｘ"),             "full-width"),
        (.code128, "a\u{1B}p",    .character("\u{1B}"),        "no control characters"),
        (.code128, String(repeating: "a", count: 49), .length(allowed: 1...48), "too long"),
    ]

    @Test(arguments: refusals)
    func `a text that is no barcode says why`(
        _ row: (kind: LinearBarcode.Symbology, text: String, error: BarcodeError, why: String)
    ) {
        #expect(throws: row.error) { try LinearBarcode(row.kind, row.text) }
    }
}
