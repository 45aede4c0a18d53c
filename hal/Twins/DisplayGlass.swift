import HAL

/// The inside of a two-line display: its cells, its cursor and the command it is in the middle of.
///
/// Pure: bytes go in, rows come out. The two dialects share the clear and initialise commands and
/// little else; a display set to the wrong one shows rubbish, and so does this.
struct DisplayGlass {
    private let dialect: DisplayTwin.Dialect
    private let columns: Int
    private var cells: [[UInt8]]
    private var pending: [UInt8] = []
    private var column = 0
    private var row = 0

    init(dialect: DisplayTwin.Dialect, columns: Int, rows: Int) {
        self.dialect = dialect
        self.columns = columns
        cells = Array(repeating: Array(repeating: 0x20, count: columns), count: rows)
    }

    /// The rows as a customer reads them, spaces included; Chinese takes two cells.
    var lines: [String] {
        cells.map { row in
            var text = String.UnicodeScalarView()
            var rest = row[...]
            while let first = rest.first {
                let length = max(1, ChineseDecoder.length(rest))
                if length == 1 {
                    text.append(first < 0x80 ? Unicode.Scalar(first) : "□")
                } else {
                    text.append(ChineseDecoder.character(Array(rest.prefix(length))))
                }
                rest = rest.dropFirst(length)
            }
            return String(text)
        }
    }

    mutating func take(_ byte: UInt8) {
        pending.append(byte)
        guard let first = pending.first else { return }
        let isDone: Bool
        switch first {
        case 0x1B: isDone = escape()
        case 0x1F: isDone = unitSeparator()
        default:
            single(first)
            isDone = true
        }
        if isDone { pending = [] }
    }

    private mutating func single(_ byte: UInt8) {
        switch byte {
        case 0x0C, 0x18: clear()
        case 0x0B: (column, row) = (0, 0)
        case 0x0D: column = 0
        case 0x0A: row = (row + 1) % cells.count
        case 0x08: column = max(0, column - 1)
        case 0x20...0x7E, 0x80...0xFF: put(byte)
        default: return
        }
    }

    /// `ESC @`, and in CD5220 `ESC Q A ... CR`, `ESC Q B ... CR` and `ESC l x y`.
    private mutating func escape() -> Bool {
        guard pending.count >= 2 else { return false }
        switch (dialect, pending[1]) {
        case (_, 0x40):
            clear()
            return true
        case (.cd5220, 0x51):
            guard pending.count >= 3 else { return false }
            if pending.last == 0x0D {
                write(row: Int(pending[2]) - 0x41, pending[3..<(pending.count - 1)])
                return true
            }
            return pending.count > 3 + 2 * columns
        case (.cd5220, 0x6C):
            guard pending.count == 4 else { return false }
            move(toColumn: pending[2], row: pending[3])
            return true
        case (_, 0x52), (_, 0x74), (_, 0x23), (_, 0x3D):
            return pending.count == 3
        default:
            return true
        }
    }

    /// In the Epson dialect `US $ x y`; brightness, blinking and cursor take one parameter.
    private mutating func unitSeparator() -> Bool {
        guard pending.count >= 2 else { return false }
        switch (dialect, pending[1]) {
        case (.epson, 0x24):
            guard pending.count == 4 else { return false }
            move(toColumn: pending[2], row: pending[3])
            return true
        case (_, 0x58), (_, 0x45), (_, 0x43), (_, 0x72), (_, 0x54):
            return pending.count == 3
        default:
            return true
        }
    }

    private mutating func clear() {
        for row in cells.indices { cells[row] = Array(repeating: 0x20, count: columns) }
        (column, row) = (0, 0)
    }

    private mutating func write(row: Int, _ text: ArraySlice<UInt8>) {
        guard cells.indices.contains(row) else { return }
        let shown = Array(text.prefix(columns))
        cells[row] = shown + Array(repeating: 0x20, count: columns - shown.count)
    }

    private mutating func move(toColumn x: UInt8, row y: UInt8) {
        guard (1...columns).contains(Int(x)), (1...cells.count).contains(Int(y)) else { return }
        (column, row) = (Int(x) - 1, Int(y) - 1)
    }

    /// Overwrite mode: past the last cell the cursor goes on at the first.
    private mutating func put(_ byte: UInt8) {
        cells[row][column] = byte
        column += 1
        if column == columns { (column, row) = (0, (row + 1) % cells.count) }
    }
}
