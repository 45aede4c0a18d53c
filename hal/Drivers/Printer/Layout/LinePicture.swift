import HAL

/// A line of text as a picture, for a line that holds a character that the printer lacks.
///
/// A printer takes no picture in the middle of a line, so the whole line is drawn: each character
/// in the cells that it would have had, which keeps every column where it is in the lines of text
/// above and below. It is drawn only when the source has every character of it.
struct LinePicture {
    /// Dots from the top of one line of text to the top of the next.
    static let lineDots = 30
    /// Dots of a character's height.
    static let characterDots = 24

    let paperDots: Int
    let cellDots: Int
    let glyphs: any GlyphSource

    /// The picture of `line`, or nothing when a character of it has no picture.
    func draw(_ line: [PrintedCharacter], _ style: TextStyle) -> Bitmap? {
        let across = style.isDoubleWidth ? 2 : 1
        let down = style.isDoubleHeight ? 2 : 1
        let gap = Self.lineDots - Self.characterDots
        var picture = Bitmap(width: paperDots, height: Self.characterDots * down + gap)
        let used = line.reduce(0) { $0 + $1.cells } * cellDots * across
        var x =
            switch style.alignment {
            case .left: 0
            case .center: max(0, (paperDots - used) / 2)
            case .right: max(0, paperDots - used)
            }
        for character in line {
            let width = character.cells * cellDots
            if !character.isSpace {
                guard let glyph = glyph(of: character) else { return nil }
                let drawn = style.isBold ? glyph.emboldened : glyph
                picture.draw(drawn.scaled(across: across, down: down), x: x, y: 0)
            }
            x += width * across
        }
        return picture.trimmed
    }

    /// Whether a line that holds `character` can be drawn, as far as this one goes.
    func has(_ character: PrintedCharacter) -> Bool {
        character.isSpace || glyph(of: character) != nil
    }

    /// The picture of one character; one of another size than was asked for is none.
    private func glyph(of character: PrintedCharacter) -> Bitmap? {
        let (width, height) = (character.cells * cellDots, Self.characterDots)
        let glyph = glyphs.glyph(of: character.scalar, width: width, height: height)
        return glyph.flatMap { $0.width == width && $0.height == height ? $0 : nil }
    }
}
