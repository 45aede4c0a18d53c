/// How wide text is on a Chinese printer or display, in half-width cells.
///
/// The hardware knows two widths. An ASCII character takes one cell; any other takes two, for it is
/// drawn from the Chinese font, a square of 24 x 24 dots. That includes letters that a screen draws
/// narrow, such as `é` and `×`, which GBK holds as two bytes: it is East Asian width (UAX #11) with
/// the ambiguous class wide, as that report asks for in Chinese context. Marks that combine with
/// the character before them, and invisible joiners, take no cell. A control character takes one:
/// drivers send a space in its place.
public enum TextWidth {
    /// The cells of one scalar: 0, 1 or 2.
    public static func cells(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value <= 0xA0 { return 1 }
        if value < 0x300 { return value == 0xAD ? 0 : 2 }
        return isZeroWidth(value) ? 0 : 2
    }

    /// The cells of a whole string.
    public static func cells(_ text: String) -> Int {
        var cells = 0
        for scalar in text.unicodeScalars { cells += self.cells(of: scalar) }
        return cells
    }

    /// The longest beginning of `text` that fits in `limit` cells.
    ///
    /// A square character that would straddle the edge stays out, and a mark stays with its letter.
    public static func truncate(_ text: String, to limit: Int) -> String {
        let scalars = text.unicodeScalars
        return String(scalars[..<end(in: scalars[...], within: limit)])
    }

    /// `text` with spaces added up to `width` cells; text that is wider already stays as it is.
    public static func pad(
        _ text: String,
        to width: Int,
        _ alignment: TextAlignment = .left
    ) -> String {
        let missing = max(0, width - cells(text))
        let before =
            switch alignment {
            case .left: 0
            case .center: missing / 2
            case .right: missing
            }
        return spaces(before) + text + spaces(missing - before)
    }

    /// `text` in exactly `width` cells: cut off or filled up with spaces.
    public static func fit(
        _ text: String,
        to width: Int,
        _ alignment: TextAlignment = .left
    ) -> String {
        pad(truncate(text, to: width), to: width, alignment)
    }

    /// `text` in lines of at most `width` cells; text without any width is one empty line.
    ///
    /// - Precondition: `width` is at least 2, so that every character fits somewhere.
    public static func wrap(_ text: String, to width: Int) -> [String] {
        precondition(width >= 2, "a line holds at least one square character")
        var rest = text.unicodeScalars[...]
        var lines: [String] = []
        repeat {
            let end = end(in: rest, within: width)
            lines.append(String(rest[..<end]))
            rest = rest[end...]
        } while !rest.isEmpty
        return lines
    }

    /// `left` and `right` at the two edges of lines of `width` cells, as `PrintNode.row` says.
    public static func row(_ left: String, _ right: String, in width: Int) -> [String] {
        let rightWidth = cells(right)
        let leftWidth = cells(left)
        if leftWidth + rightWidth < width {
            return [left + spaces(width - leftWidth - rightWidth) + right]
        }
        var lines = wrap(left, to: width)
        if rightWidth >= width { return lines + wrap(right, to: width) }
        let last = cells(lines[lines.count - 1])
        if last + rightWidth < width {
            lines[lines.count - 1] += spaces(width - last - rightWidth) + right
        } else {
            lines.append(spaces(width - rightWidth) + right)
        }
        return lines
    }

    private static func spaces(_ count: Int) -> String {
        String(repeating: " ", count: count)
    }

    private static func end(
        in scalars: Substring.UnicodeScalarView,
        within limit: Int
    ) -> Substring.UnicodeScalarView.Index {
        var used = 0
        for index in scalars.indices {
            used += cells(of: scalars[index])
            if used > limit { return index }
        }
        return scalars.endIndex
    }

    /// Blocks of Unicode whose characters have no width of their own.
    private static func isZeroWidth(_ value: UInt32) -> Bool {
        switch value {
        case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05BD, 0x064B...0x065F: true
        case 0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF: true
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x20D0...0x20FF: true
        case 0x302A...0x302F, 0x3099...0x309A, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF: true
        case 0xE0000...0xE0FFF: true
        default: false
        }
    }
}
