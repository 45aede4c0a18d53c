import HAL

/// Draws rows of text for a graphic customer display, each character in its cells.
///
/// The same grid as a display of characters has: an ASCII character in one cell, a Chinese one in
/// two. A character is as high as two cells are wide, so that a Chinese one is square, and stands
/// in the middle of its row:
///
///     20 x 2 on 240 x 64 dots    a cell of 12 x 32, letters of 12 x 24, Chinese of 24 x 24
struct GraphicText: Sendable {
    let model: GraphicModel
    let columns: Int
    let rows: Int
    let glyphs: any GlyphSource
    /// Called with the characters of a picture that the font lacks.
    let onMissing: @Sendable ([Unicode.Scalar]) -> Void

    private var cellWidth: Int { model.width / columns }
    private var rowHeight: Int { model.height / rows }
    private var characterHeight: Int { min(rowHeight, 2 * cellWidth) }

    /// The rows of dots in which each row of text stands.
    var bands: [Range<Int>] {
        (0..<rows).map { $0 * rowHeight..<($0 + 1) * rowHeight }
    }

    /// A glass on which nothing stands.
    var blank: Bitmap { Bitmap(width: model.width, height: model.height) }

    /// The whole glass, whatever `lines` holds: no text too wide, no half character.
    func picture(of lines: [String]) -> Bitmap {
        var picture = blank
        var missing: [Unicode.Scalar] = []
        for (line, band) in zip(lines, bands) {
            draw(line, in: band, on: &picture, &missing)
        }
        if !missing.isEmpty { onMissing(missing) }
        return picture
    }

    private func draw(
        _ line: String,
        in band: Range<Int>,
        on picture: inout Bitmap,
        _ missing: inout [Unicode.Scalar]
    ) {
        let top = band.lowerBound + (rowHeight - characterHeight) / 2
        var column = 0
        for scalar in line.unicodeScalars {
            let cells = TextWidth.cells(of: scalar)
            if cells == 0 { continue }
            if column + cells > columns { break }
            if !Self.isBlank(scalar) {
                let glyph = drawn(scalar, cells: cells)
                if glyph == nil { missing.append(scalar) }
                picture.draw(glyph ?? mark(cells), x: column * cellWidth, y: top)
            }
            column += cells
        }
    }

    /// Spaces and control characters, which stand for one.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || (0x7F...0xA0).contains(scalar.value)
    }

    /// The mark of a missing character, or a box where the font has not even that.
    private func mark(_ cells: Int) -> Bitmap {
        if cells == 2, let mark = drawn("〓", cells: 2) { return mark }
        var box = Bitmap(width: cells * cellWidth, height: characterHeight)
        for x in 1..<box.width - 1 {
            box[x, 1] = true
            box[x, box.height - 2] = true
        }
        for y in 1..<box.height - 1 {
            box[1, y] = true
            box[box.width - 2, y] = true
        }
        return box
    }

    /// What the font has; a picture of another size than was asked for is none.
    private func drawn(_ scalar: Unicode.Scalar, cells: Int) -> Bitmap? {
        let (width, height) = (cells * cellWidth, characterHeight)
        let glyph = glyphs.glyph(of: scalar, width: width, height: height)
        return glyph.flatMap { $0.width == width && $0.height == height ? $0 : nil }
    }
}
