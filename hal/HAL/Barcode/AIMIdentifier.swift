/// The symbology identifier that a scanner may send before a code (ISO/IEC 15424): `]E0`.
///
/// `]`, the code character of the symbology, and a modifier that says how the code was read: with
/// its check digit verified, with FNC1 in the first place, as a supplement. A character and a
/// modifier that the standard does not put together are no identifier.
public struct AIMIdentifier: Hashable, Sendable {
    /// The code character, which names a family of symbologies.
    public let code: Character

    /// The modifier, `0` to `9` or `A` to `F`.
    public let modifier: Character

    typealias Row = (code: Character, modifiers: String, symbology: Symbology, why: String)

    private let kind: Symbology

    /// The identifier that a scanner sends, or nothing when the standard knows none such.
    public init?(code: Character, modifier: Character) {
        guard
            let row = Self.table.first(where: { $0.code == code && $0.modifiers.contains(modifier) }
            )
        else { return nil }
        self.code = code
        self.modifier = modifier
        kind = row.symbology
    }

    /// The identifier at the front of `text`, when there is one and something follows it.
    public init?(prefixOf text: String) {
        let scalars = text.unicodeScalars.prefix(4)
        guard scalars.count == 4, scalars.first == "]" else { return nil }
        let head = scalars.dropFirst().prefix(2).map { Character($0) }
        self.init(code: head[0], modifier: head[1])
    }

    /// The three characters as they are sent.
    public var text: String { "]\(code)\(modifier)" }

    /// The symbology of a code that reads `code`, sent with this identifier.
    ///
    /// `]E0` and `]E3` stand for the whole UPC/EAN family. The standard has all of it sent as
    /// 13 digits; scanners that send UPC-A and UPC-E as they are printed show it by the length.
    public func symbology(of code: String) -> Symbology {
        switch (kind, code.utf8.count) {
        case (.ean13, 12): .upcA
        case (.ean13, 6...8): .upcE
        case (.ean13WithAddOn, 14), (.ean13WithAddOn, 17): .upcAWithAddOn
        case (.ean13WithAddOn, 10), (.ean13WithAddOn, 13): .upcEWithAddOn
        default: kind
        }
    }

    /// Every identifier that retail meets; ISO/IEC 15424, table 1 and annexes.
    // swift-format-ignore
    static let table: [Row] = [
        ("A", "013457",        .code39,          "plain and full ASCII, with and without check"),
        ("B", "0124",          .telepen,         "full ASCII, double density"),
        ("C", "0",             .code128,         "no FNC1 in front"),
        ("C", "1",             .gs1Code128,      "FNC1 first: GS1 element strings"),
        ("C", "2",             .code128,         "FNC1 second: an industry of its own"),
        ("C", "4",             .isbt128,         "joined blood-bank codes"),
        ("E", "0",             .ean13,           "EAN-13, UPC-A, UPC-E"),
        ("E", "12",            .other,           "a supplement alone"),
        ("E", "3",             .ean13WithAddOn,  "EAN-13, UPC-A, UPC-E with supplement"),
        ("E", "4",             .ean8,            "EAN-8"),
        ("F", "0124",          .codabar,         "plain, ABC, checked"),
        ("G", "0123456789ABCDEF", .code93,       "the modifier counts shift characters"),
        ("H", "0138",          .code11,          "one check, two, none sent"),
        ("I", "013",           .interleaved2of5, "plain, checked, check not sent"),
        ("J", "0",             .other,           "DotCode"),
        ("J", "1",             .other,           "GS1 DotCode, which UnifiedPOS does not number"),
        ("K", "0124",          .code16K,         ""),
        ("L", "012",           .pdf417,          "1998 rules, with and without escapes"),
        ("L", "345",           .microPDF417,     "Code 128 emulation, or none"),
        ("M", "0123",          .msi,             "one check, two, none sent"),
        ("O", "01",            .codablock256,    ""),
        ("O", "45",            .codablockF,      ""),
        ("O", "6",             .codablockA,      ""),
        ("P", "0",             .plessey,         ""),
        ("Q", "012",           .qrCode,          "model 1, model 2, with ECI"),
        ("Q", "34",            .gs1QRCode,       "FNC1 first: GS1 element strings"),
        ("Q", "56",            .qrCode,          "FNC1 second: an industry of its own"),
        ("R", "013",           .standard2of5,    "two-bar start"),
        ("S", "0",             .standard2of5,    "three-bar start"),
        ("T", "0124",          .code49,          ""),
        ("U", "0123",          .maxiCode,        ""),
        ("X", "0123456789ABCDEF", .other,        "any other barcode, as the maker likes"),
        ("d", "01",            .dataMatrix,      "ECC 000-140, ECC 200"),
        ("d", "2",             .gs1DataMatrix,   "FNC1 first: GS1 element strings"),
        ("d", "34",            .dataMatrix,      "FNC1 second; with ECI"),
        ("d", "5",             .gs1DataMatrix,   "FNC1 first, with ECI"),
        ("d", "6",             .dataMatrix,      "FNC1 second, with ECI"),
        ("e", "0",             .gs1DataBar,      "GS1 DataBar"),
        ("e", "123",           .gs1Composite,    "the two-dimensional part of a composite"),
        ("h", "0123",          .hanXin,          "Han Xin, GB/T 21049"),
        ("o", "0",             .other,           "printed characters of no named font"),
        ("o", "1",             .ocrA,            ""),
        ("o", "2",             .ocrB,            ""),
        ("z", "0123456789ABC", .aztec,           "with FNC1, with ECI, joined"),
    ]
}
