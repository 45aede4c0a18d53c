/// What goes on paper, in order, in the words of a layout and not of a printer.
///
/// Text is only ever text: a member's nickname that holds `1B 70 00` prints as ` p ` and opens no
/// drawer. Whatever a printer can be told to do has a node of its own.
public struct PrintDocument: Sendable, Equatable {
    /// The nodes, from the top of the paper down.
    public var nodes: [PrintNode]

    /// A document of `nodes`.
    public init(_ nodes: [PrintNode] = []) {
        self.nodes = nodes
    }
}

/// One thing on the paper, or one thing done.
public enum PrintNode: Sendable, Equatable {
    /// One line of text; text too wide for the paper goes on in the next line.
    case text(String, TextStyle = .plain)
    /// `left` at the left edge, `right` at the right edge of the same line.
    ///
    /// A `left` too wide for that wraps, and `right` stands on its last line, or below it when
    /// there is no room: an amount is never cut short.
    case row(left: String, right: String, TextStyle = .plain)
    /// A line of hyphens from edge to edge.
    case rule
    /// That many empty lines.
    case feed(lines: Int)
    /// A QR code, centred; a text too long for one is printed as text.
    case qrCode(String)
    /// A barcode, centred; one too wide for the paper is printed as text.
    case barcode(LinearBarcode)
    /// A picture, centred; what is wider than the paper is cut off at the right.
    case image(Graymap, Halftone = .errorDiffusion)
    /// Feeds to the cutter and cuts, leaving a hinge.
    case cut
    /// Pulses the drawer that hangs on the printer.
    case openDrawer
}

/// How a line of text looks.
public struct TextStyle: Sendable, Equatable {
    /// Where the line stands between the edges; a row fills the line and ignores it.
    public var alignment: TextAlignment
    /// Struck twice.
    public var isBold: Bool
    /// Every cell two cells wide, so half as many fit.
    public var isDoubleWidth: Bool
    /// Every line two lines high.
    public var isDoubleHeight: Bool

    /// A style that is plain but for what is named.
    public init(
        alignment: TextAlignment = .left,
        isBold: Bool = false,
        isDoubleWidth: Bool = false,
        isDoubleHeight: Bool = false
    ) {
        self.alignment = alignment
        self.isBold = isBold
        self.isDoubleWidth = isDoubleWidth
        self.isDoubleHeight = isDoubleHeight
    }

    /// Left, single size, not bold.
    public static let plain = TextStyle()
}

/// Where a line stands between the edges of the paper.
public enum TextAlignment: String, Codable, Sendable, CaseIterable {
    case left
    case center
    case right
}
