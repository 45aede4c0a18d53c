internal import HAL

/// How wide text is in a terminal, in cells.
///
/// A terminal draws square what has East Asian width W or F (UAX #11), and all else narrow: `é` and
/// `…` take one cell here, and may take two on paper, where they come from a Chinese font.
package enum TerminalWidth {
    /// The cells of `text`.
    package static func cells(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + cells(of: $1) }
    }

    /// The cells of one scalar: 0, 1 or 2.
    package static func cells(of scalar: Unicode.Scalar) -> Int {
        if TextWidth.cells(of: scalar) == 0 { return 0 }
        return isWide(scalar.value) ? 2 : 1
    }

    /// The longest beginning of `text` that fits in `limit` cells.
    static func truncate(_ text: String, to limit: Int) -> String {
        var used = 0
        let kept = text.unicodeScalars.prefix { scalar in
            used += cells(of: scalar)
            return used <= limit
        }
        return String(String.UnicodeScalarView(kept))
    }

    /// `text` in exactly `width` cells, at least: filled up with spaces.
    static func pad(
        _ text: String,
        to width: Int,
        _ alignment: TextAlignment = .left
    ) -> String {
        let free = max(0, width - cells(text))
        let before =
            switch alignment {
            case .left: 0
            case .center: free / 2
            case .right: free
            }
        return spaces(before) + text + spaces(free - before)
    }

    /// `text` in exactly `width` cells: cut off or filled up with spaces.
    static func fit(
        _ text: String,
        to width: Int,
        _ alignment: TextAlignment = .left
    ) -> String {
        pad(truncate(text, to: width), to: width, alignment)
    }

    /// `text` of a device with a grid of its own, in the cells that `deviceCells` says: a letter
    /// that is square there has a space behind it here.
    static func placed(
        _ text: String,
        by deviceCells: (Unicode.Scalar) -> Int = TextWidth.cells(of:)
    ) -> String {
        var placed = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            placed.append(scalar)
            let missing = max(0, deviceCells(scalar) - cells(of: scalar))
            placed.append(contentsOf: repeatElement(" ", count: missing))
        }
        return String(placed)
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

    /// East Asian width W or F, by blocks.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3:
            true
        case 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6: true
        case 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF: true
        case 0x20000...0x3FFFD: true
        default: false
        }
    }
}
