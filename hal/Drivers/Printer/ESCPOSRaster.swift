import HAL

/// The bytes by which a printer takes a picture, in bands that its buffer holds.
struct ESCPOSRaster {
    let command: RasterCommand
    /// The most rows in one command.
    let bandRows: Int

    /// The commands that print `picture`; nothing for a printer that takes none.
    func bytes(_ picture: Bitmap) -> [UInt8] {
        guard command != .none, picture.width > 0 else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(picture.rows.count + 64)
        var row = 0
        while row < picture.height {
            let count = rows(from: row, of: picture)
            let start = row * picture.stride
            var dots = Array(picture.rows[start..<start + count * picture.stride])
            RealTimePairs.breakByOneDot(&dots)
            bytes += head(picture, rows: count) + dots
            // GS ( L function 50 prints what function 112 has stored.
            if command == .gsParenL { bytes += [0x1D, 0x28, 0x4C, 0x02, 0x00, 0x30, 0x32] }
            row += count
        }
        return bytes
    }

    /// The rows of the next band: the most that fit, and fewer when their number spells a command.
    private func rows(from row: Int, of picture: Bitmap) -> Int {
        // GS ( L counts its data in two bytes.
        let counted = command == .gsParenL ? (65_535 - 10) / max(1, picture.stride) : .max
        let most = max(1, min(bandRows, counted, picture.height - row))
        let proven = (1...most).last { RealTimePairs.first(in: head(picture, rows: $0)) == nil }
        return proven ?? 1
    }

    private func head(_ picture: Bitmap, rows: Int) -> [UInt8] {
        let stride = picture.stride
        switch command {
        case .none: return []
        case .gsV0:
            return [0x1D, 0x76, 0x30, 0x00] + Self.pair(stride) + Self.pair(rows)
        case .gsParenL:
            // m 30h, fn 70h, monochrome 30h, not enlarged, colour 1; here the width is in dots.
            return [0x1D, 0x28, 0x4C] + Self.pair(10 + stride * rows)
                + [0x30, 0x70, 0x30, 0x01, 0x01, 0x31] + Self.pair(stride * 8) + Self.pair(rows)
        }
    }

    /// A number in two bytes, the low one first.
    static func pair(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }
}
