internal import HAL

/// A line of text for a terminal that knows its width, whatever colours are in it.
struct Styled {
    /// How a piece looks.
    enum Look: String {
        case plain = ""
        case bold = "1"
        case dim = "2"
        case good = "32"
        case warn = "33"
        case bad = "31"
        case key = "7"
        /// The cyan of the customer's display.
        case glow = "1;96;40"
    }

    private var pieces: [(text: String, look: Look)] = []
    /// Cells across.
    private(set) var cells = 0

    /// An empty line.
    init() {}

    /// `text` in one look.
    ///
    /// A product may be called anything, but it does not get to command the terminal: control
    /// characters are left out.
    init(_ text: String, _ look: Look = .plain) {
        let kept = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        pieces = [(String(String.UnicodeScalarView(kept)), look)]
        cells = TerminalWidth.cells(pieces[0].text)
    }

    static func + (left: Styled, right: Styled) -> Styled {
        var sum = left
        sum.pieces += right.pieces
        sum.cells += right.cells
        return sum
    }

    /// The longest beginning that fits in `limit` cells.
    func clipped(to limit: Int) -> Styled {
        guard cells > limit else { return self }
        var result = Styled()
        for piece in pieces {
            let room = limit - result.cells
            result = result + Styled(TerminalWidth.truncate(piece.text, to: room), piece.look)
        }
        return result
    }

    /// What is sent to the terminal.
    func text(isColoured: Bool) -> String {
        pieces.map { text, look in
            guard isColoured, look != .plain, !text.isEmpty else { return text }
            return "\u{1B}[\(look.rawValue)m\(text)\u{1B}[0m"
        }.joined()
    }
}
