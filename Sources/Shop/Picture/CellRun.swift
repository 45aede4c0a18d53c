internal import HAL

/// Characters that stand side by side in cells of one width, without a space between them.
///
/// A printer and a display put characters into a grid: half-width ones fill a cell, Chinese ones
/// two. A picture that gives every run its own place keeps the columns whatever font draws it.
struct CellRun: Equatable {
    /// The first cell.
    var column: Int
    /// Cells of one character: 1 or 2.
    var width: Int
    /// The characters; a mark without a cell stays with the letter before it.
    var characters: [String]

    /// The runs of `text`, which begins in the cell `column`.
    ///
    /// `isNarrow` text is of a page of single bytes, where every character takes one cell.
    static func runs(
        of text: String,
        from column: Int = 0,
        isNarrow: Bool = false
    ) -> [CellRun] {
        var runs: [CellRun] = []
        var cell = column
        var mayJoin = false
        for scalar in text.unicodeScalars {
            let width = isNarrow ? 1 : TextWidth.cells(of: scalar)
            defer { cell += width }
            guard width > 0 else {
                if mayJoin { runs[runs.count - 1].attach(scalar) }
                mayJoin = false
                continue
            }
            guard scalar != " ", scalar != "\u{3000}" else {
                mayJoin = false
                continue
            }
            let isPlain = scalar.value < 0x10000
            if mayJoin, isPlain, runs[runs.count - 1].width == width {
                runs[runs.count - 1].characters.append(String(scalar))
            } else {
                runs.append(CellRun(column: cell, width: width, characters: [String(scalar)]))
            }
            // SVG counts places in UTF-16: what takes two units stands in a run of its own.
            mayJoin = isPlain
        }
        return runs
    }

    private mutating func attach(_ mark: Unicode.Scalar) {
        characters[characters.count - 1].unicodeScalars.append(mark)
    }
}
