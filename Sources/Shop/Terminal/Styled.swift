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

    /// What is sent.
    private(set) var text = ""
    /// Cells across.
    private(set) var cells = 0

    init() {}

    /// `text` in one look.
    ///
    /// A product may be called anything, but it does not get to command the terminal: control
    /// characters are left out.
    init(_ text: String, _ look: Look, isColoured: Bool) {
        let text = String(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control })
        )
        self.text =
            isColoured && look != .plain && !text.isEmpty
            ? "\u{1B}[\(look.rawValue)m\(text)\u{1B}[0m" : text
        // Frames and dots are narrow in a terminal, though a Chinese printer has them wide.
        cells = text.unicodeScalars.reduce(0) { $0 + TerminalWidth.cells(of: $1) }
    }

    static func + (left: Styled, right: Styled) -> Styled {
        var sum = left
        sum.text += right.text
        sum.cells += right.cells
        return sum
    }
}

/// How wide a character is in a terminal: as at the printer, but for the signs that fonts of
/// terminals draw narrow.
enum TerminalWidth {
    static func cells(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x2010...0x203A, 0x2190...0x21FF, 0x2300...0x23FF, 0x2500...0x257F,
            0x2700...0x27BF, 0xA0...0xFF:
            1
        default: TextWidth.cells(of: scalar)
        }
    }
}

extension TerminalPicture {
    func style(_ text: String, _ look: Styled.Look) -> Styled {
        Styled(text, look, isColoured: isColoured)
    }
}
