/// A barcode of bars side by side, proven to be one that can be printed.
///
/// Who holds a value knows that its characters, its length and its check digit are right: nothing
/// is left for the printer to refuse halfway down a receipt.
public struct LinearBarcode: Hashable, Sendable {
    /// The kinds that every till meets.
    public enum Symbology: String, Codable, Sendable, CaseIterable {
        /// 13 digits, the last a check digit (GS1 General Specifications).
        case ean13 = "ean-13"
        /// 8 digits, the last a check digit.
        case ean8 = "ean-8"
        /// 12 digits, the last a check digit.
        case upcA = "upc-a"
        /// Digits, capitals and `-. $/+%`; no check digit (ISO/IEC 16388).
        case code39 = "code-39"
        /// Any printable ASCII (ISO/IEC 15417).
        case code128 = "code-128"
        /// An even number of digits, interleaved 2 of 5 (ISO/IEC 16390).
        case itf
    }

    /// What kind it is.
    public let symbology: Symbology
    /// What it reads: of EAN and UPC with the check digit.
    public let text: String
    /// The height of the bars in dots, 1 to 255.
    public let height: Int
    /// Whether the text stands below the bars.
    public let showsText: Bool

    /// The longest text of the kinds that have no fixed length.
    public static let longestText = 48

    /// A barcode that reads `text`; an EAN or UPC without its check digit is given one.
    ///
    /// - Throws: What in `text` such a barcode cannot hold.
    public init(
        _ symbology: Symbology,
        _ text: String,
        height: Int = 80,
        showsText: Bool = true
    ) throws(BarcodeError) {
        self.symbology = symbology
        self.text = try symbology.proven(text)
        self.height = min(max(height, 1), 255)
        self.showsText = showsText
    }
}

/// Why a text cannot be a barcode.
public enum BarcodeError: Error, Equatable, Sendable {
    /// There is nothing to print.
    case empty
    /// A character that this kind does not have.
    case character(Unicode.Scalar)
    /// This kind has another number of digits.
    case length(allowed: ClosedRange<Int>)
    /// Interleaved digits come in pairs.
    case oddCount
    /// The last digit is not the one that the others ask for.
    case checkDigit(expected: Int)
}

extension LinearBarcode.Symbology {
    /// `text` as it will be printed.
    fileprivate func proven(_ text: String) throws(BarcodeError) -> String {
        guard !text.isEmpty else { throw .empty }
        if let foreign = text.unicodeScalars.first(where: { !holds($0) }) {
            throw .character(foreign)
        }
        switch self {
        case .ean13: return try checked(text, digits: 13)
        case .ean8: return try checked(text, digits: 8)
        case .upcA: return try checked(text, digits: 12)
        case .code39, .code128, .itf:
            let longest = LinearBarcode.longestText
            guard text.utf8.count <= longest else { throw .length(allowed: 1...longest) }
            if self == .itf, text.utf8.count % 2 == 1 { throw .oddCount }
            return text
        }
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .ean13, .ean8, .upcA, .itf: ("0"..."9").contains(scalar)
        case .code39:
            ("0"..."9").contains(scalar) || ("A"..."Z").contains(scalar)
                || "-. $/+%".unicodeScalars.contains(scalar)
        case .code128: (" "..."~").contains(scalar)
        }
    }

    /// Weights 3 and 1 in turn from the right: GS1 General Specifications, 7.9.
    private func checked(_ text: String, digits: Int) throws(BarcodeError) -> String {
        let values = text.utf8.map { Int($0) - 48 }
        guard values.count == digits || values.count == digits - 1 else {
            throw .length(allowed: digits - 1...digits)
        }
        let body = values.prefix(digits - 1)
        let sum = body.reversed().enumerated().reduce(0) { sum, place in
            sum + place.element * (place.offset % 2 == 0 ? 3 : 1)
        }
        let expected = (10 - sum % 10) % 10
        guard values.count == digits else { return text + String(expected) }
        guard values.last == expected else { throw .checkDigit(expected: expected) }
        return text
    }
}
