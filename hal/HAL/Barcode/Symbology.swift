/// The kinds of barcode that a scanner reports, with UnifiedPOS's numbers for them.
///
/// The raw value is `ScanDataType`, `SCAN_SDT_...` of UnifiedPOS 1.14. `WithAddOn` is a code with a
/// two- or five-digit supplement beside it, as magazines have it.
public enum Symbology: Int, Sendable, CaseIterable {
    case upcA = 101
    case upcE = 102
    case ean8 = 103
    case ean13 = 104
    /// Standard (industrial) 2 of 5.
    case standard2of5 = 105
    case interleaved2of5 = 106
    case codabar = 107
    case code39 = 108
    case code93 = 109
    case code128 = 110
    case upcAWithAddOn = 111
    case upcEWithAddOn = 112
    case ean8WithAddOn = 118
    case ean13WithAddOn = 119
    /// GS1-128, once called EAN-128.
    case gs1Code128 = 120
    case ocrA = 121
    case ocrB = 122
    /// GS1 DataBar of any shape; AIM does not tell the expanded one apart.
    case gs1DataBar = 131
    case isbt128 = 141
    case code11 = 142
    case msi = 143
    case plessey = 144
    case telepen = 145
    /// The two-dimensional part beside a linear code of a GS1 Composite.
    case gs1Composite = 151
    case pdf417 = 201
    case maxiCode = 202
    case dataMatrix = 203
    case qrCode = 204
    case aztec = 206
    case microPDF417 = 207
    case gs1DataMatrix = 208
    case gs1QRCode = 209
    case code49 = 210
    case code16K = 211
    case codablockA = 212
    case codablockF = 213
    case codablock256 = 214
    case hanXin = 215
    /// A kind that UnifiedPOS has no number for.
    case other = 501

    /// Whether such a code is made of GS1 element strings, by its standard.
    public var carriesElementStrings: Bool {
        switch self {
        case .gs1Code128, .gs1DataBar, .gs1Composite, .gs1DataMatrix, .gs1QRCode: true
        default: false
        }
    }
}
