import HAL

/// Lays out a customer display's rows as bytes; shared by every display dialect.
struct DisplayText: Sendable {
    let columns: Int
    let rows: Int
    let table: ChineseTable

    /// Every row in exactly `columns` cells, whatever `lines` holds.
    func rows(_ lines: [String]) -> [[UInt8]] {
        (0..<rows).map { row in bytes(row < lines.count ? lines[row] : "") }
    }

    /// One row: ASCII in one cell, GBK in two, never a control byte, never half a character.
    private func bytes(_ line: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var used = 0
        for scalar in line.unicodeScalars {
            let cells = TextWidth.cells(of: scalar)
            if cells == 0 { continue }
            if used + cells > columns { break }
            used += cells
            if cells == 1 {
                let isPrintable = (0x20...0x7E).contains(scalar.value)
                bytes.append(isPrintable ? UInt8(scalar.value) : 0x20)
            } else {
                table.append(scalar, to: &bytes)
            }
        }
        bytes.append(contentsOf: repeatElement(0x20, count: columns - used))
        return bytes
    }
}
