import HAL

/// The line that a print head is at: what stands in it and how the next character will look.
struct PrintLine {
    private let columns: Int
    private var spans: [PaperSpan] = []
    /// The characters since the look changed, in UTF-8: a month of receipts is a lot of them.
    private var text: [UInt8] = []
    /// Whether the text holds a character that is not ASCII, and so has taken a width.
    private var hasTakenWidth = false
    private var used = 0
    private(set) var alignment = TextAlignment.left
    private var look = PaperSpan(text: "")

    init(columns: Int) {
        self.columns = columns
    }

    var isEmpty: Bool { used == 0 }

    /// Adds a character; returns the line before it when that was full.
    mutating func put(_ scalar: Unicode.Scalar, cells: Int) -> PaperElement? {
        let width = look.isDoubleWidth ? cells * 2 : cells
        let full = used + width > columns ? end() : nil
        if scalar.isASCII {
            text.append(UInt8(scalar.value))
        } else {
            takeWidth(isNarrow: cells == 1)
            text.append(contentsOf: String(scalar).utf8)
        }
        used += width
        return full
    }

    /// Letters of a page and squares stand in spans of their own; ASCII goes with either.
    private mutating func takeWidth(isNarrow: Bool) {
        if hasTakenWidth, look.isNarrow != isNarrow { endSpan() }
        look.isNarrow = isNarrow
        hasTakenWidth = true
    }

    /// Ends the line, as LF does; modes stay.
    mutating func end() -> PaperElement {
        endSpan()
        defer {
            spans = []
            used = 0
        }
        return .line(alignment, spans)
    }

    /// Obeys a command that changes how characters look; others are none of its business.
    mutating func style(_ name: [UInt8], _ number: UInt8) {
        var next = look
        let isOn = number & 1 != 0
        switch name {
        case [0x1B, 0x61]:
            // Only at the beginning of a line, the manual says.
            if isEmpty { alignment = [0: .left, 1: .center, 2: .right][number % 48] ?? alignment }
            return
        case [0x1B, 0x45], [0x1B, 0x47]: next.isBold = isOn
        case [0x1B, 0x2D], [0x1C, 0x2D]: next.isUnderlined = number % 48 != 0
        case [0x1D, 0x21]:
            next.isDoubleWidth = number & 0x70 != 0
            next.isDoubleHeight = number & 0x07 != 0
        case [0x1B, 0x21]:
            next.isBold = number & 0x08 != 0
            next.isDoubleHeight = number & 0x10 != 0
            next.isDoubleWidth = number & 0x20 != 0
            next.isUnderlined = number & 0x80 != 0
        default: return
        }
        guard next != look else { return }
        endSpan()
        look = next
    }

    private mutating func endSpan() {
        guard !text.isEmpty else { return }
        var span = look
        span.text = String(decoding: text, as: UTF8.self)
        spans.append(span)
        text = []
        look.isNarrow = false
        hasTakenWidth = false
    }
}
