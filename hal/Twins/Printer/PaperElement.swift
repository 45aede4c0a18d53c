public import HAL

/// A run of characters that look alike, as they stand on the paper.
public struct PaperSpan: Codable, Equatable, Sendable {
    public var text: String
    public var isBold: Bool
    public var isDoubleWidth: Bool
    public var isDoubleHeight: Bool
    public var isUnderlined: Bool
    /// Whether its letters come from a page of single bytes, where `é` takes one cell; else what is
    /// not ASCII is a square of two.
    public var isNarrow: Bool

    /// A run of `text`, plain but for what is named.
    public init(
        text: String,
        isBold: Bool = false,
        isDoubleWidth: Bool = false,
        isDoubleHeight: Bool = false,
        isUnderlined: Bool = false,
        isNarrow: Bool = false
    ) {
        self.text = text
        self.isBold = isBold
        self.isDoubleWidth = isDoubleWidth
        self.isDoubleHeight = isDoubleHeight
        self.isUnderlined = isUnderlined
        self.isNarrow = isNarrow
    }

    /// The cells that one of its characters takes, before it is enlarged.
    public func cells(of scalar: Unicode.Scalar) -> Int {
        isNarrow ? 1 : TextWidth.cells(of: scalar)
    }

    /// The cells of the line that it takes.
    public var cells: Int {
        let cells = text.unicodeScalars.reduce(0) { $0 + self.cells(of: $1) }
        return isDoubleWidth ? cells * 2 : cells
    }
}

/// One thing that a printer did, in order: what a page needs to draw the paper.
public enum PaperElement: Codable, Equatable, Sendable {
    /// A printed line; without spans it is an empty one.
    case line(TextAlignment, [PaperSpan])
    /// A QR code that reads this.
    case qrCode(String)
    /// A barcode of this kind that reads this.
    case barcode(String, String)
    /// Dots, a band of a picture or all of it.
    case image(TextAlignment, Bitmap)
    /// The knife went through.
    case cut
    /// The drawer's solenoid was pulsed.
    case drawerPulse

    /// The element as plain text, for terminals and tests.
    public var plainText: String {
        switch self {
        case .line(_, let spans): spans.map(\.text).joined()
        case .qrCode(let text): "[QR \(text)]"
        case .barcode(let symbology, let text): "[\(symbology) \(text)]"
        case .image(_, let dots): "[picture \(dots.width) x \(dots.height)]"
        case .cut: "[cut]"
        case .drawerPulse: "[drawer]"
        }
    }
}
