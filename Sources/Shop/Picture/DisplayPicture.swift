internal import HAL

/// The customer's display as an SVG picture: rows of lit cells behind dark glass.
public struct DisplayPicture: Sendable {
    /// Cells across.
    public let columns: Int
    /// Rows.
    public let rows: Int

    private static let cell = 24
    private static let rowHeight = 54
    private static let margin = 22

    /// Draws a display of `columns` by `rows` cells.
    public init(columns: Int = 20, rows: Int = 2) {
        self.columns = columns
        self.rows = rows
    }

    /// The picture of `lines`; a line too long is cut off as the glass does.
    public func svg(_ lines: [String]) -> String {
        let width = columns * Self.cell + 2 * Self.margin
        let height = rows * Self.rowHeight + 2 * Self.margin - 6
        var ghosts = ""
        var letters = ""
        for row in 0..<rows {
            let top = Self.margin + row * Self.rowHeight
            for column in 0..<columns {
                let left = Self.margin + column * Self.cell + 2
                ghosts += "M\(left) \(top)h20v46h-20z"
            }
            let text = row < lines.count ? TextWidth.truncate(lines[row], to: columns) : ""
            for run in CellRun.runs(of: text) { letters += Self.letters(of: run, top: top) }
        }
        let label = lines.map { $0.split(separator: " ").joined(separator: " ") }
        return """
            <svg class="vfd" role="img" viewBox="0 0 \(width) \(height)" \
            aria-label="\(Markup.escape(label.joined(separator: "\n")))">\
            <path class="ghost" d="\(ghosts)"/><g class="lit">\(letters)</g></svg>
            """
    }

    private static func letters(of run: CellRun, top: Int) -> String {
        let places = run.characters.indices.map { index in
            // Characters are centred in their cells: half-width 24 dots, Chinese 48.
            let left = margin + (run.column + index * run.width) * cell
            return String(left + run.width * cell / 2)
        }
        return "<text class=\"\(run.width == 1 ? "n" : "w")\" "
            + "x=\"\(places.joined(separator: " "))\" y=\"\(top + 37)\">"
            + Markup.escape(run.characters.joined()) + "</text>"
    }
}
