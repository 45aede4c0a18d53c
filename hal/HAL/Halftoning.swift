extension Graymap {
    /// The picture in dots.
    public func halftoned(_ halftone: Halftone) -> Bitmap {
        switch halftone {
        case .errorDiffusion: diffused()
        case .ordered: packed { x, y, sample in sample < Self.bayer[(y & 7) << 3 | x & 7] }
        case .threshold(let limit): packed { _, _, sample in sample < limit }
        }
    }

    /// Packs what `isBlack` says of each dot.
    private func packed(_ isBlack: (Int, Int, UInt8) -> Bool) -> Bitmap {
        let stride = (width + 7) / 8
        var rows = [UInt8](repeating: 0, count: stride * height)
        for y in 0..<height {
            for x in 0..<width where isBlack(x, y, samples[y * width + x]) {
                rows[y * stride + x >> 3] |= 0x80 >> UInt8(x & 7)
            }
        }
        return Bitmap(width: width, height: height, rows: rows) ?? Bitmap(width: 0, height: 0)
    }

    /// Error diffusion in whole numbers, every row from left to right.
    ///
    ///             *   7/16
    ///     3/16  5/16  1/16
    ///
    /// The order of the sums and the rounding towards zero are those of Pillow's `convert("1")`, so
    /// that the two can be held beside each other dot for dot. `errors` holds the row above, one
    /// place to the right, in sixteenths.
    private func diffused() -> Bitmap {
        let stride = (width + 7) / 8
        var rows = [UInt8](repeating: 0, count: stride * height)
        var errors = [Int32](repeating: 0, count: width + 1)
        for y in 0..<height {
            diffuse(row: y, &errors, into: &rows, at: y * stride)
        }
        return Bitmap(width: width, height: height, rows: rows) ?? Bitmap(width: 0, height: 0)
    }

    private func diffuse(
        row: Int,
        _ errors: inout [Int32],
        into rows: inout [UInt8],
        at start: Int
    ) {
        var carried: Int32 = 0
        var below: Int32 = 0
        var belowRight: Int32 = 0
        for x in 0..<width {
            let wanted = Int32(samples[row * width + x]) + (carried + errors[x + 1]) / 16
            let sample = min(max(wanted, 0), 255)
            if sample <= 128 { rows[start + x >> 3] |= 0x80 >> UInt8(x & 7) }
            let error = sample > 128 ? sample - 255 : sample
            errors[x] = error * 3 + below
            below = error * 5 + belowRight
            belowRight = error
            carried = error * 7
        }
        errors[width] = below
    }

    /// The thresholds of Bayer's pattern, 2 to 254, each of 64 steps once.
    private static let bayer: [UInt8] = (0..<64).map { place in
        let x = place & 7
        let y = place >> 3
        var value = 0
        for bit in 0..<3 {
            let across = x >> bit & 1
            let down = y >> bit & 1
            value |= (across ^ down) << (5 - 2 * bit) | down << (4 - 2 * bit)
        }
        return UInt8(value * 4 + 2)
    }
}
