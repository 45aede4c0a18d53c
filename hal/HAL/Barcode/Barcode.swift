/// What one scan read.
///
/// The text is what the scanner sent, untouched; what it means to a shop is computed from it:
///
/// | Property | A code that has it                                                  |
/// |----------|---------------------------------------------------------------------|
/// | `gtin`   | any code that names a trade item, in any of the retail symbologies   |
/// | `gs1`    | GS1-128, DataBar, GS1 DataMatrix, GS1 QR Code, or a Digital Link URI |
public struct Barcode: Hashable, Sendable {
    /// The characters of the code, without AIM identifier and terminator.
    public let text: String

    /// What kind of code it was, when the scanner said so.
    public let symbology: Symbology?

    /// A barcode that reads `text`.
    public init(text: String, symbology: Symbology? = nil) {
        self.text = text
        self.symbology = symbology
    }
}

extension Barcode {
    /// A barcode as a scanner sends it, with or without an AIM identifier before it.
    ///
    /// What begins like an identifier and is none belongs to the code: `]` may stand in a QR code.
    public init(transmitted text: String) {
        guard let identifier = AIMIdentifier(prefixOf: text) else {
            self.init(text: text)
            return
        }
        let code = String(text.unicodeScalars.dropFirst(3))
        self.init(text: code, symbology: identifier.symbology(of: code))
    }

    /// The trade item that the code names, or nothing when it names none.
    ///
    /// A code of a scanner that sends no AIM identifiers counts when its length and its check digit
    /// are a GTIN's. Eight such digits are read as EAN-8: UPC-E needs the identifier.
    public var gtin: GTIN? {
        switch symbology {
        case .ean13, .ean8, .upcA, .interleaved2of5, nil:
            return GTIN(text) ?? (try? gs1)?.gtin
        case .ean13WithAddOn: return GTIN(String(text.prefix(13)))
        case .upcAWithAddOn: return GTIN(String(text.prefix(12)))
        case .ean8WithAddOn: return GTIN(String(text.prefix(8)))
        case .upcE: return GTIN(upcE: text)
        case .upcEWithAddOn: return GTIN(upcE: String(text.prefix(8)))
        default: return (try? gs1)?.gtin
        }
    }

    /// The GS1 data of the code, or nothing when it is of a kind that carries none.
    ///
    /// - Throws: `GS1Error` when the code is of a kind that must carry GS1 data, and does not.
    public var gs1: GS1Message? {
        get throws(GS1Error) {
            if text.isWebAddress {
                // Any QR code may hold the address of a web page; only some are Digital Links.
                return try? GS1Message(digitalLink: text)
            }
            guard let symbology, symbology.carriesElementStrings else { return nil }
            return try GS1Message(elementStrings: text)
        }
    }
}

extension String {
    /// Whether it begins like the address of a web page.
    fileprivate var isWebAddress: Bool {
        let start = prefix(8).lowercased()
        return start.hasPrefix("https://") || start.hasPrefix("http://")
    }
}
