public import HAL

/// A QR code (ISO/IEC 18004): byte mode, error correction M, versions 1 to 20.
///
/// Most printers draw the code themselves from its text, and then the picture of the paper draws it
/// too, so that a telephone reads it off the screen. For the printers that do not, the driver does.
///
///     text ─▶ mode, length, bytes, padding ─▶ blocks with check words ─▶ matrix ─▶ mask
public struct QRCode: Sendable {
    /// Modules along a side.
    public let size: Int
    private let modules: [Bool]

    /// The code that reads `text`; nil when it is longer than version 20 holds, 666 bytes.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = QRVersion.smallest(for: bytes.count) else { return nil }
        let words = version.interleaved(Self.dataWords(bytes, version))
        var matrix = QRMatrix(version: version)
        matrix.place(words)
        let best = matrix.masked()
        size = best.size
        modules = best.modules
    }

    /// Whether the module in column `x` and row `y` is dark.
    public func isDark(_ x: Int, _ y: Int) -> Bool {
        modules[y * size + x]
    }

    /// The code in dots, `module` dots a module, without its quiet zone.
    ///
    /// - Precondition: `module` is at least 1.
    public func bitmap(module: Int) -> Bitmap {
        var picture = Bitmap(width: size, height: size)
        for y in 0..<size {
            for x in 0..<size where isDark(x, y) { picture[x, y] = true }
        }
        return picture.scaled(across: module, down: module)
    }

    /// Mode 0100, the length, the bytes, up to four zero bits, and 236, 17 in turn to the end.
    private static func dataWords(_ bytes: [UInt8], _ version: QRVersion) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for place in (0..<count).reversed() { bits.append(value >> place & 1 == 1) }
        }
        append(0b0100, 4)
        append(bytes.count, version.lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        let capacity = version.dataWords * 8
        append(0, min(4, capacity - bits.count))
        append(0, (8 - bits.count % 8) % 8)

        var words = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var isFirst = true
        while words.count < version.dataWords {
            words.append(isFirst ? 236 : 17)
            isFirst.toggle()
        }
        return words
    }
}
