/// The glass of a two-line display: its cells, its cursor, its light and what runs across it.
///
/// Pure: text and commands go in, rows come out. A Chinese character lies in two cells; whoever
/// overwrites one of them leaves rubbish in the other, as a real glass does.
struct DisplayGlass {
    /// What happens when text reaches the end of a row.
    enum Mode: Sendable {
        /// It goes on in the next row, and after the last in the first.
        case overwrite
        /// The row moves to the left.
        case horizontalScroll
    }

    private enum Cell {
        case one(UInt8)
        case left(Unicode.Scalar)
        case right
    }

    private let columns: Int
    private var cells: [[Cell]]
    private var column = 0
    private var row = 0
    private var half: UInt8?
    private var mode = Mode.overwrite
    private var isInStringMode = false
    /// The text that runs through the upper row.
    private(set) var scroll: [UInt8]?
    /// 1 (dim) to 4.
    private(set) var brightness = 4
    /// The time of one blink in steps of 50 ms, 0 for a steady picture.
    private(set) var blink = 0

    init(columns: Int, rows: Int) {
        self.columns = columns
        cells = Array(repeating: Self.blank(columns), count: rows)
    }

    private static func blank(_ columns: Int) -> [Cell] {
        Array(repeating: .one(0x20), count: columns)
    }

    /// The rows as a customer reads them, spaces included; a text that scrolls is at its start.
    var lines: [String] {
        var cells = cells
        if let scroll { cells[0] = shown(scroll) }
        return cells.map { row in
            var text = String.UnicodeScalarView()
            for cell in row {
                switch cell {
                case .one(let byte): text.append(byte < 0x80 ? Unicode.Scalar(byte) : "□")
                case .left(let character): text.append(character)
                case .right: break
                }
            }
            return String(text)
        }
    }

    /// Obeys one command, or ignores it as the real thing would.
    mutating func obey(_ command: DisplayCommand, _ operand: [UInt8], _ grammar: DisplayGrammar) {
        if isInStringMode, !command.isHeardInStringMode { return }
        dropHalf()
        // A text that runs does so until the next command.
        if scroll != nil {
            scroll = nil
            cells[0] = Self.blank(columns)
        }
        switch command.effect {
        case .replaceRow(let row):
            if cells.indices.contains(row) { cells[row] = shown(operand) }
            isInStringMode = grammar.hasStringMode
        case .scroll:
            scroll = operand
            isInStringMode = grammar.hasStringMode
        case .reset:
            self = DisplayGlass(columns: columns, rows: cells.count)
        case .clear:
            cells = Array(repeating: Self.blank(columns), count: cells.count)
            (column, row, isInStringMode) = (0, 0, false)
        case .clearRow:
            cells[row] = Self.blank(columns)
            (column, isInStringMode) = (0, false)
        case .brightness: brightness = (1...4).contains(operand[0]) ? Int(operand[0]) : brightness
        case .blink: blink = Int(operand[0])
        case .mode(let mode): self.mode = mode
        default: move(command.effect, operand)
        }
    }

    private mutating func move(_ effect: DisplayCommand.Effect, _ operand: [UInt8]) {
        switch effect {
        case .home: (column, row) = (0, 0)
        case .backspace: column = max(0, column - 1)
        case .lineFeed: row = (row + 1) % cells.count
        case .carriageReturn: column = 0
        case .beginRow(let row) where cells.indices.contains(row):
            cells[row] = Self.blank(columns)
            (column, self.row) = (0, row)
        case .moveToColumnAndRow:
            let (x, y) = (Int(operand[0]) - 1, Int(operand[1]) - 1)
            if (0..<columns).contains(x), cells.indices.contains(y) { (column, row) = (x, y) }
        case .moveToCell:
            let cell = Int(operand[0])
            if cell < columns * cells.count { (column, row) = (cell % columns, cell / columns) }
        default: break
        }
    }

    /// Shows one byte of text at the cursor; a Chinese character when its second byte comes.
    mutating func show(_ byte: UInt8) {
        if isInStringMode { return }
        if let first = half {
            half = nil
            if let character = ChineseDecoder.character(first, byte), column + 1 < columns {
                put(.left(character))
                return put(.right)
            }
            put(.one(first))
        }
        if (0x81...0xFE).contains(byte) { half = byte } else { put(.one(byte)) }
    }

    /// A first byte whose second never came is rubbish.
    private mutating func dropHalf() {
        guard let first = half else { return }
        half = nil
        put(.one(first))
    }

    private mutating func put(_ cell: Cell) {
        if column == columns { makeRoom() }
        breakCharacter(at: column)
        cells[row][column] = cell
        column += 1
        if column == columns, mode == .overwrite { makeRoom() }
    }

    /// Past the end of a row the cursor goes to the next, or the row moves one cell to the left.
    private mutating func makeRoom() {
        switch mode {
        case .overwrite:
            (column, row) = (0, (row + 1) % cells.count)
        case .horizontalScroll:
            breakCharacter(at: 0)
            cells[row] = Array(cells[row].dropFirst()) + [.one(0x20)]
            column = columns - 1
        }
    }

    /// Leaves rubbish in the other half of the character that lies at `column`, if one does.
    private mutating func breakCharacter(at column: Int) {
        switch cells[row][column] {
        case .one: return
        case .left where column + 1 < columns: cells[row][column + 1] = .one(0xFF)
        case .left: return
        case .right: if column > 0 { cells[row][column - 1] = .one(0xFF) }
        }
    }

    /// A row that shows `text` from its beginning.
    private func shown(_ text: [UInt8]) -> [Cell] {
        var glass = DisplayGlass(columns: columns, rows: 2)
        for byte in text where glass.row == 0 { glass.show(byte) }
        glass.dropHalf()
        return glass.cells[0]
    }
}
