import HAL
import Testing

/// What a scanner sends with its AIM identifier, and what it means to a shop.
struct BarcodeTests {
    typealias Row = (sent: String, text: String, symbology: Symbology?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("]E06901234567007",    "6901234567007",    .ean13,           "EAN-13"),
        ("]E0012345678905",     "012345678905",     .upcA,            "UPC-A, sent as it is printed"),
        ("]E001234565",         "01234565",         .upcE,            "UPC-E, sent as it is printed"),
        ("]E496385074",         "96385074",         .ean8,            "EAN-8"),
        ("]E3690123456700712",  "690123456700712",  .ean13WithAddOn,  "a magazine's issue"),
        ("]E112",               "12",               .other,           "the supplement alone"),
        ("]A0ABC-1",            "ABC-1",            .code39,          "Code 39"),
        ("]C0ABC-1",            "ABC-1",            .code128,         "Code 128"),
        ("]C110AB",             "10AB",             .gs1Code128,      "GS1-128"),
        ("]I110012345678902",   "10012345678902",   .interleaved2of5, "ITF-14 on a carton"),
        ("]e00106901234567007", "0106901234567007", .gs1DataBar,      "GS1 DataBar on fruit"),
        ("]d210AB",             "10AB",             .gs1DataMatrix,   "GS1 DataMatrix"),
        ("]d1AB",               "AB",               .dataMatrix,      "DataMatrix of somebody else"),
        ("]Q310AB",             "10AB",             .gs1QRCode,       "GS1 QR Code"),
        ("]Q1https://a.cn/?x",  "https://a.cn/?x",  .qrCode,          "an address"),
        ("]L0AB",               "AB",               .pdf417,          "PDF417 on a driving licence"),
        ("]F0A1B",              "A1B",              .codabar,         "Codabar in a library"),
        ("]z0AB",               "AB",               .aztec,           "Aztec on a ticket"),
        ("]h0AB",               "AB",               .hanXin,          "Han Xin"),
        ("]X0AB",               "AB",               .other,           "some other barcode"),
        ("]C9AB",               "]C9AB",            nil,              "no such modifier: the code itself"),
        ("]k0AB",               "]k0AB",            nil,              "no such letter: the code itself"),
        ("]E0",                 "]E0",              nil,              "nothing behind it: the code itself"),
        ("]",                   "]",                nil,              "a bracket"),
        ("6901234567007",       "6901234567007",    nil,              "a scanner without identifiers"),
    ]

    @Test(arguments: rows)
    func `an identifier is taken off and says the symbology`(_ row: Row) {
        let barcode = Barcode(transmitted: row.sent)
        #expect(barcode == Barcode(text: row.text, symbology: row.symbology))
    }

    @Test func `every identifier of the standard is read as it is written`() {
        var count = 0
        for code in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" {
            for modifier in "0123456789ABCDEF" {
                guard let identifier = AIMIdentifier(code: code, modifier: modifier) else {
                    continue
                }
                count += 1
                let sent = identifier.text + "12345"
                #expect(AIMIdentifier(prefixOf: sent) == identifier)
                #expect(Barcode(transmitted: sent).text == "12345")
            }
        }
        #expect(count == 134)
    }

    typealias Item = (text: String, symbology: Symbology?, gtin: String?, why: String)

    // swift-format-ignore
    static let items: [Item] = [
        ("6901234567007",   .ean13,           "6901234567007",  "EAN-13"),
        ("690123456700712", .ean13WithAddOn,  "6901234567007",  "the supplement is not of the item"),
        ("012345678905",    .upcA,            "0012345678905",  "UPC-A"),
        ("04252614",        .upcE,            "0042100005264",  "UPC-E is expanded"),
        ("0425261412",      .upcEWithAddOn,   "0042100005264",  "with a supplement too"),
        ("96385074",        .ean8,            "0000096385074",  "EAN-8"),
        ("10012345678902",  .interleaved2of5, "10012345678902", "ITF-14"),
        ("0106901234567007", .gs1DataBar,     "6901234567007",  "an element string"),
        ("https://a.cn/01/06901234567007", .qrCode, "6901234567007", "a Digital Link"),
        ("6901234567007",   nil,              "6901234567007",  "thirteen digits that check"),
        ("6901234567005",   nil,              nil,              "thirteen that do not"),
        ("6901234567005",   .ean13,           nil,              "a wrong check digit"),
        ("12345",           nil,              nil,              "a member number"),
        ("6901234567007",   .code39,          nil,              "an inventory label"),
        ("https://a.cn/",   .qrCode,          nil,              "a web page"),
    ]

    @Test(arguments: items)
    func `a code names a trade item or none`(_ row: Item) {
        let barcode = Barcode(text: row.text, symbology: row.symbology)
        #expect(barcode.gtin?.text == row.gtin)
    }

    @Test func `GS1 data that is broken is an error, and a web page is none`() throws {
        #expect(throws: GS1Error.self) {
            try Barcode(text: "0106901234567005", symbology: .gs1DataMatrix).gs1
        }
        #expect(try Barcode(text: "https://a.cn/x", symbology: .qrCode).gs1 == nil)
        #expect(try Barcode(text: "0106901234567007", symbology: .code128).gs1 == nil)
    }

    @Test func `a weight reads as on the scale's display`() {
        #expect(Weight.grams(1_234).description == "1.234 kg")
        #expect(Weight.grams(5).description == "0.005 kg")
        #expect(Weight(-12_500, .thousandthPound).description == "-12.500 lb")
    }
}
