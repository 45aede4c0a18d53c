import HAL

/// Lays text out in a customer display's cells, one byte each; shared by every dialect.
///
/// A cell is a byte, so the font is GB2312 or GBK: a code of four bytes has no place in two cells.
struct DisplayText: Sendable {
    let columns: Int
    let rows: Int
    private let table: ChineseTable

    init(columns: Int, rows: Int, characters: CharacterArea) {
        self.columns = columns
        self.rows = rows
        table = .table(of: characters == .gb18030 ? .gbk : characters)
    }

    /// Every row in exactly `columns` cells, whatever `lines` holds.
    func cells(_ lines: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(columns * rows)
        for row in 0..<rows {
            if row < lines.count { append(lines[row], upTo: columns, to: &bytes) }
            let missing = (row + 1) * columns - bytes.count
            bytes.append(contentsOf: repeatElement(0x20, count: missing))
        }
        return bytes
    }

    /// `text` in at most `limit` cells, as a scrolling text is sent.
    func cells(_ text: String, upTo limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        append(text, upTo: limit, to: &bytes)
        return bytes
    }

    /// ASCII in one cell, Chinese in two, never a control byte, never half a character.
    private func append(_ text: String, upTo limit: Int, to bytes: inout [UInt8]) {
        var used = 0
        for scalar in text.unicodeScalars {
            let cells = TextWidth.cells(of: scalar)
            if cells == 0 { continue }
            used += cells
            if used > limit { break }
            if cells == 1 {
                let isPrintable = (0x20...0x7E).contains(scalar.value)
                bytes.append(isPrintable ? UInt8(scalar.value) : 0x20)
            } else {
                table.append(scalar, to: &bytes)
            }
        }
    }
}
