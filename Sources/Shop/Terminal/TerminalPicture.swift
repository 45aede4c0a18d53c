internal import HAL
internal import Twins

/// The shop as lines of text: a pure function of its state and the size of the terminal.
///
/// Left the paper as it hangs out of the printer, right the customer's display, the sale, the queue
/// and the keys. Chinese takes two columns, so every line is padded by cells, never by characters.
public struct TerminalPicture: Sendable {
    let state: ShopState
    private let columns: Int
    let rows: Int
    private let isColoured: Bool

    /// Cells of the paper, without its edges.
    private static let paperWidth = 48

    /// The picture of `state` on a terminal of `columns` by `rows` cells.
    public init(_ state: ShopState, columns: Int = 100, rows: Int = 32, isColoured: Bool = true) {
        self.state = state
        self.columns = columns
        self.rows = rows
        self.isColoured = isColoured
    }

    /// Exactly `rows` lines, each at most `columns` cells wide.
    public var lines: [String] {
        let gap = 2
        let paperCells = Self.paperWidth + 4
        let isWide = columns >= paperCells + gap + 30
        let side = sideLines(width: min(isWide ? columns - paperCells - gap : columns, 56))
        let paper = isWide ? paperLines(height: rows - 1) : []
        return (0..<rows).map { row in
            var line = row < paper.count ? paper[row] : Styled()
            if row < side.count, side[row].cells > 0 {
                let column = isWide ? paperCells + gap : 0
                line = line + Styled(spaces(column - line.cells)) + side[row]
            }
            return line.clipped(to: columns).text(isColoured: isColoured)
        }
    }

    /// The newest receipt, its end at the bottom when it is longer than the screen.
    private func paperLines(height: Int) -> [Styled] {
        let elements = state.hanging.isEmpty ? state.receipts.last?.elements ?? [] : state.hanging
        let edge = String(repeating: "─", count: Self.paperWidth + 2)
        var body: [Styled] = []
        for element in elements {
            switch element {
            case .line(let alignment, let spans):
                body.append(paperLine(alignment, spans))
            case .qrCode(let text):
                body.append(sheet(TerminalWidth.fit("[QR \(text)]", to: Self.paperWidth, .center)))
            case .barcode, .image:
                body.append(
                    sheet(TerminalWidth.fit(element.plainText, to: Self.paperWidth, .center))
                )
            case .cut, .drawerPulse:
                break
            }
        }
        if body.isEmpty {
            let words = TerminalWidth.fit("还没有小票 no receipt yet", to: Self.paperWidth, .center)
            body = [sheet(words)]
        }
        let teeth = String(repeating: "╲╱", count: edge.count / 2)
        let end = elements.last == .cut ? "└\(teeth)┘" : ""
        return [Styled("┌\(edge)┐", .dim)] + body.suffix(height - 2) + [Styled(end, .dim)]
    }

    private func paperLine(_ alignment: TextAlignment, _ spans: [PaperSpan]) -> Styled {
        let placed = spans.map { TerminalWidth.placed($0.text, by: $0.cells(of:)) }
        let cells = placed.reduce(0) { $0 + TerminalWidth.cells($1) }
        let free = max(0, Self.paperWidth - cells)
        let before =
            switch alignment {
            case .left: 0
            case .center: free / 2
            case .right: free
            }
        var line = Styled("│ ", .dim) + Styled(spaces(before))
        for (span, text) in zip(spans, placed) {
            let isLoud = span.isBold || span.isDoubleHeight || span.isDoubleWidth
            line = line + Styled(text, isLoud ? .bold : .plain)
        }
        return line + Styled(spaces(free - before)) + Styled(" │", .dim)
    }

    private func spaces(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }

    private func sheet(_ text: String) -> Styled {
        Styled("│ ", .dim) + Styled(text) + Styled(" │", .dim)
    }
}
