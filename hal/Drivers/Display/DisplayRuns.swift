/// Where two rows of cells differ, in runs that a display with a cursor can be sent.
struct DisplayRuns {
    private let old: [UInt8]
    private let new: [UInt8]
    private let cells: Range<Int>

    /// The runs between `old` and `new` within `cells`, one row of both.
    init(from old: [UInt8], to new: [UInt8], cells: Range<Int>) {
        self.old = old
        self.new = new
        self.cells = cells
    }

    /// The runs that take the fewest bytes when each costs `moveCost` besides its cells.
    ///
    /// Equal cells between two runs are sent along when that is not dearer than a second move. A
    /// run that cannot begin where it should begins a character earlier.
    ///
    /// - Precondition: a run can begin at the first cell.
    func cheapest(moveCost: Int, canBegin: (Int) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var begin = cells.lowerBound
        var cell = cells.lowerBound
        while cell < cells.upperBound {
            let next = boundary(after: cell)
            if canBegin(cell) { begin = cell }
            if !old[cell..<next].elementsEqual(new[cell..<next]) {
                if let last = runs.last, begin - last.upperBound <= moveCost {
                    runs[runs.count - 1] = last.lowerBound..<next
                } else {
                    runs.append(begin..<next)
                }
            }
            cell = next
        }
        return runs
    }

    /// The first cell after `cell` at which a character begins in both rows.
    private func boundary(after cell: Int) -> Int {
        var (inOld, inNew) = (cell, cell)
        repeat {
            if inOld <= inNew {
                inOld = min(cells.upperBound, inOld + Self.width(old[inOld]))
            } else {
                inNew = min(cells.upperBound, inNew + Self.width(new[inNew]))
            }
        } while inOld != inNew
        return inOld
    }

    /// The cells of the character that begins with `byte`.
    private static func width(_ byte: UInt8) -> Int {
        byte < 0x80 ? 1 : 2
    }
}
