import HAL

/// The bytes of one job as they grow, and the modes that the printer is in after them.
struct ESCPOSJob {
    var bytes: [UInt8]
    private let columns: Int
    private let table: ChineseTable
    private var style = TextStyle.plain
    private var isChinese = false

    /// `ESC @`: every mode at its default, whatever the job before left behind.
    init(columns: Int, table: ChineseTable) {
        self.columns = columns
        self.table = table
        bytes = [0x1B, 0x40]
        bytes.reserveCapacity(2048)
    }

    mutating func text(_ text: String, _ style: TextStyle) {
        begin(style, [text])
        _ = write(text, from: 0)
        bytes.append(0x0A)
    }

    /// As `TextWidth.row` lays it out, straight into bytes.
    mutating func row(_ left: String, _ right: String, _ style: TextStyle) {
        var style = style
        style.alignment = .left
        begin(style, [left, right])
        var used = write(left, from: 0)
        let needed = TextWidth.cells(right)
        if used + needed >= width, used > 0, needed > 0 {
            bytes.append(0x0A)
            used = 0
        }
        bytes.append(contentsOf: repeatElement(0x20, count: max(0, width - used - needed)))
        _ = write(right, from: max(0, width - needed))
        bytes.append(0x0A)
    }

    mutating func rule() {
        begin(.plain, [])
        bytes.append(contentsOf: repeatElement(0x2D, count: columns))
        bytes.append(0x0A)
    }

    /// `ESC d n`.
    mutating func feed(_ lines: Int) {
        guard lines > 0 else { return }
        bytes += [0x1B, 0x64, UInt8(min(lines, 255))]
    }

    /// `GS ( k`: model 2, module size, error correction M, store, print.
    mutating func qrCode(_ text: String) {
        let data = text.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
        guard !data.isEmpty, data.count <= ESCPOSEncoder.longestQRCode else {
            return self.text(text, .plain)
        }
        begin(TextStyle(alignment: .center), [])
        let length = data.count + 3
        let size: UInt8 = data.count > 100 ? 3 : columns >= 42 ? 6 : 4
        bytes += [0x1D, 0x28, 0x6B, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00]
        bytes += [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x43, size]
        bytes += [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x45, 0x31]
        bytes += [0x1D, 0x28, 0x6B, UInt8(length & 0xFF), UInt8(length >> 8), 0x31, 0x50, 0x30]
        bytes += data
        bytes += [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x51, 0x30]
    }

    /// Leaves Chinese mode, and asks by `GS ( H` to be told when all before it is printed.
    mutating func end(_ ticket: PrintTicket?) {
        if isChinese { bytes += [0x1C, 0x2E] }
        guard let ticket else { return }
        bytes += [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30]
        bytes += ticket.bytes
    }

    /// The cells of a line in the style that holds now.
    private var width: Int { style.isDoubleWidth ? columns / 2 : columns }

    /// Switches modes for the next line, where they differ.
    private mutating func begin(_ next: TextStyle, _ texts: [String]) {
        if !isChinese, texts.contains(where: { $0.utf8.contains { $0 >= 0x80 } }) {
            bytes += [0x1C, 0x26]
            isChinese = true
        }
        if next == style { return }
        if next.alignment != style.alignment {
            let value: UInt8 =
                switch next.alignment {
                case .left: 0
                case .center: 1
                case .right: 2
                }
            bytes += [0x1B, 0x61, value]
        }
        if next.isBold != style.isBold { bytes += [0x1B, 0x45, next.isBold ? 1 : 0] }
        let size = Self.size(next)
        if size != Self.size(style) { bytes += [0x1D, 0x21, size] }
        style = next
    }

    /// The n of `GS ! n`, which enlarges ASCII and Chinese alike.
    private static func size(_ style: TextStyle) -> UInt8 {
        (style.isDoubleWidth ? 0x10 : 0) | (style.isDoubleHeight ? 0x01 : 0)
    }

    /// Writes text from cell `used` on, breaks it at the edge, and says at which cell it ends.
    ///
    /// The one gate through which text leaves: nothing below 20h, no 7Fh, and above 7Fh only what
    /// the table holds.
    private mutating func write(_ text: String, from used: Int) -> Int {
        let width = width
        var used = used
        for scalar in text.unicodeScalars {
            let value = scalar.value
            let cells = TextWidth.cells(of: scalar)
            if cells == 0 { continue }
            if used + cells > width {
                bytes.append(0x0A)
                used = 0
            }
            used += cells
            if value <= 0xA0 {
                bytes.append((0x20...0x7E).contains(value) ? UInt8(value) : 0x20)
            } else {
                table.append(scalar, to: &bytes)
            }
        }
        return used
    }
}
