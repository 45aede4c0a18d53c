import HAL
import Twins

/// Reads what stands on 240 x 64 dots in the font in memory: two rows of 20 cells.
///
/// It knows nothing of the driver. A dot too many or too few anywhere is `✗` in its cell.
enum DotReader {
    /// The font that the text is drawn with; it lacks what a Chinese font of two bytes lacks too.
    static let font = MemoryGlyphs { !["ö", "😀"].contains($0) }

    static func lines(of picture: Bitmap) -> [String] {
        (0..<2).map { line($0, of: picture) }
    }

    private static func line(_ row: Int, of picture: Bitmap) -> String {
        var line = ""
        var column = 0
        while column < 20 {
            let two = column < 19 ? cell(column, row, cells: 2, of: picture) : nil
            if let two, let scalar = scalar(in: two), TextWidth.cells(of: scalar) == 2 {
                line.unicodeScalars.append(scalar)
                column += 2
                continue
            }
            let one = cell(column, row, cells: 1, of: picture)
            line.unicodeScalars.append(scalar(in: one) ?? "✗")
            column += 1
        }
        return line
    }

    /// The dots of some cells, from the top of the row to its bottom.
    private static func cell(_ column: Int, _ row: Int, cells: Int, of picture: Bitmap) -> Bitmap {
        var cell = Bitmap(width: cells * 12, height: 32)
        for y in 0..<32 {
            for x in 0..<cell.width { cell[x, y] = picture[column * 12 + x, row * 32 + y] }
        }
        return cell
    }

    /// The character of which exactly this is the picture, four dots below the top of its row.
    private static func scalar(in cell: Bitmap) -> Unicode.Scalar? {
        if cell.rows.allSatisfy({ $0 == 0 }) { return " " }
        var value: UInt32 = 0
        for place in 0..<24 where cell[1 + place % 4 * 2, 4 + place / 4 * 4 + 1] {
            value |= 1 << UInt32(place)
        }
        let height = 24
        guard let scalar = Unicode.Scalar(value),
            let glyph = font.glyph(of: scalar, width: cell.width, height: height)
        else { return nil }
        var expected = Bitmap(width: cell.width, height: cell.height)
        expected.draw(glyph, x: 0, y: 4)
        return expected == cell ? scalar : nil
    }
}
