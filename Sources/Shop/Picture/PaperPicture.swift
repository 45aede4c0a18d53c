internal import HAL
public import Twins

/// A receipt as paper: an SVG picture in the printer's own dots, from the bytes it received.
///
/// A cell of font A is 12 dots wide and 24 high, a Chinese character 24 by 24, a line 30 dots; the
/// paper of 80 mm has 48 cells between margins of 32 dots. Each character has its own place, so
/// the columns are right whatever fonts the browser has. Colours and fonts are the page's.
public struct PaperPicture: Sendable {
    /// Cells across.
    public let columns: Int

    private static let cell = 12
    private static let lineHeight = 30
    private static let margin = 32
    private static let topMargin = 34

    /// Draws paper of `columns` cells.
    public init(columns: Int = 48) {
        self.columns = columns
    }

    /// The width of the paper in dots.
    public var width: Int { columns * Self.cell + 2 * Self.margin }

    /// The picture of `elements`; its lower edge is torn when the knife went through.
    public func svg(_ elements: [PaperElement]) -> String {
        var body = ""
        var top = Self.topMargin
        var isTorn = false
        for element in elements {
            switch element {
            case .line(let alignment, let spans):
                let height = Self.height(of: spans)
                body += line(alignment, spans, top: top, height: height)
                top += height
            case .qrCode(let text):
                let drawn = PaperCode(text: text).svg(centre: width / 2, top: top + 24)
                body += drawn.markup
                // The quiet zone around a code is four modules of six dots.
                top += drawn.height + 48
            case .barcode:
                let label = PaperSpan(text: element.plainText)
                body += line(.center, [label], top: top, height: Self.lineHeight)
                top += Self.lineHeight
            case .image(let alignment, let dots):
                let room = columns * Self.cell - dots.width
                let left = Self.margin + max(0, room) * alignment.share / 2
                body += PaperDots(dots).svg(left: left, top: top)
                top += dots.height
            case .cut:
                isTorn = true
            case .drawerPulse:
                break
            }
        }
        let height = top + 16
        let label = elements.map(\.spokenText).filter { !$0.isEmpty }.joined(separator: "\n")
        return """
            <svg class="paper" role="img" viewBox="0 0 \(width) \(height + 8)" \
            aria-label="\(Markup.escape(label))">\
            <path class="sheet" d="\(outline(height: height, isTorn: isTorn))"/>\(body)</svg>
            """
    }

    /// The sheet: straight edges, and teeth where it was torn off.
    private func outline(height: Int, isTorn: Bool) -> String {
        guard isTorn else { return "M0 0H\(width)V\(height)H0z" }
        let tooth = 8
        var path = "M0 0H\(width)V\(height)"
        for step in 1...(width / tooth) {
            path += "L\(width - step * tooth) \(step % 2 == 1 ? height + 7 : height)"
        }
        return path + "z"
    }

    private func line(
        _ alignment: TextAlignment,
        _ spans: [PaperSpan],
        top: Int,
        height: Int
    ) -> String {
        let used = spans.reduce(0) { $0 + $1.cells }
        var column =
            switch alignment {
            case .left: 0
            case .center: max(0, columns - used) / 2
            case .right: max(0, columns - used)
            }
        var markup = ""
        for span in spans {
            let left = Self.margin + column * Self.cell
            markup += Self.text(span, left: left, baseline: top + height - 7)
            column += span.cells
        }
        return markup
    }

    private static func text(_ span: PaperSpan, left: Int, baseline: Int) -> String {
        let isScaled = span.isDoubleWidth || span.isDoubleHeight
        let words = CellRun.runs(of: span.text, isNarrow: span.isNarrow).map { run in
            let places = run.characters.indices.map { index in
                String((isScaled ? 0 : left) + (run.column + index * run.width) * cell)
            }.joined(separator: " ")
            let letters = Markup.escape(run.characters.joined())
            let y = isScaled ? 0 : baseline
            return "<text class=\"\(span.look(run))\" x=\"\(places)\" y=\"\(y)\">\(letters)</text>"
        }
        guard isScaled else { return words.joined() }
        let scale = "\(span.isDoubleWidth ? 2 : 1) \(span.isDoubleHeight ? 2 : 1)"
        return "<g transform=\"translate(\(left) \(baseline)) scale(\(scale))\">"
            + words.joined() + "</g>"
    }

    private static func height(of spans: [PaperSpan]) -> Int {
        spans.contains(where: \.isDoubleHeight) ? lineHeight + 24 : lineHeight
    }
}

extension PaperSpan {
    /// The classes by which the page gives a run its font: `n` narrow or `w` wide, `b`, `u`.
    fileprivate func look(_ run: CellRun) -> String {
        (run.width == 1 ? "n" : "w") + (isBold ? " b" : "") + (isUnderlined ? " u" : "")
    }
}

extension TextAlignment {
    /// How many halves of the free room stand on the left.
    fileprivate var share: Int {
        switch self {
        case .left: 0
        case .center: 1
        case .right: 2
        }
    }
}

extension PaperElement {
    /// What a voice reads: the words without the layout.
    fileprivate var spokenText: String {
        switch self {
        case .line(_, let spans):
            spans.map(\.text).joined().split(separator: " ").joined(separator: " ")
        case .qrCode(let text): "QR: \(text)"
        case .barcode(_, let text): text
        case .image, .cut, .drawerPulse: ""
        }
    }
}
