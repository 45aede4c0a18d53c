/// Reads barcodes: UnifiedPOS's Scanner.
public protocol Scanner: Sendable {
    /// The next barcode, in the order of scanning.
    ///
    /// - Throws: `timeout` when nobody scanned by `deadline`, which is how every quiet minute ends;
    ///   `failure` when what came was no barcode, and the next call starts afresh behind it.
    func scan(by deadline: Deadline) async throws(DeviceError) -> Barcode
}

/// What one scan read.
public struct Barcode: Hashable, Sendable {
    /// The characters of the code, without prefix and terminator.
    public let text: String

    /// What kind of code it was, when the scanner said so.
    public let symbology: Symbology?

    /// A barcode that reads `text`.
    public init(text: String, symbology: Symbology? = nil) {
        self.text = text
        self.symbology = symbology
    }
}

/// The kinds of barcode that a shop meets, with their AIM code characters (ISO/IEC 15424).
public enum Symbology: Character, Sendable, CaseIterable {
    case code39 = "A"
    case code128 = "C"
    case dataMatrix = "d"
    /// EAN-13, EAN-8, UPC-A and UPC-E, which AIM does not tell apart.
    case ean = "E"
    case code93 = "G"
    case interleaved2of5 = "I"
    case pdf417 = "L"
    /// GS1 DataBar.
    case dataBar = "e"
    case qrCode = "Q"
    case aztec = "z"
}
