/// A picture of dots that are burnt or not, packed as printers take it.
///
/// Row after row from the top; in a row eight dots a byte, the leftmost in the highest bit; a set
/// bit is black. Bits beyond the right edge are white. `GS v 0` and Netpbm's PBM pack alike.
public struct Bitmap: Hashable, Codable, Sendable {
    /// Dots across.
    public let width: Int
    /// Dots down.
    public let height: Int
    /// The packed rows, `stride` bytes each.
    public private(set) var rows: [UInt8]

    /// Bytes of one row.
    public var stride: Int { (width + 7) / 8 }

    /// A white picture.
    ///
    /// - Precondition: neither side is negative.
    public init(width: Int, height: Int) {
        precondition(width >= 0 && height >= 0, "a picture has no negative side")
        self.width = width
        self.height = height
        rows = [UInt8](repeating: 0, count: (width + 7) / 8 * height)
    }

    /// A picture out of packed `rows`, or nothing when there are not exactly as many bytes.
    public init?(width: Int, height: Int, rows: [UInt8]) {
        guard width >= 0, height >= 0, width <= Self.longestSide, height <= Self.longestSide,
            rows.count == (width + 7) / 8 * height
        else { return nil }
        self.width = width
        self.height = height
        self.rows = rows
    }

    /// Far longer than any receipt, and short enough that no product of two overflows.
    public static let longestSide = 1 << 20

    /// Whether the dot in column `x` of row `y` is black; beyond the edges everything is white.
    public subscript(x: Int, y: Int) -> Bool {
        get {
            guard contains(x, y) else { return false }
            return rows[y * stride + x >> 3] & (0x80 >> UInt8(x & 7)) != 0
        }
        set {
            guard contains(x, y) else { return }
            let mask: UInt8 = 0x80 >> UInt8(x & 7)
            if newValue {
                rows[y * stride + x >> 3] |= mask
            } else {
                rows[y * stride + x >> 3] &= ~mask
            }
        }
    }

    private func contains(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && x < width && y >= 0 && y < height
    }

    /// Burns the black dots of `other` over this picture, its upper left corner at `x`, `y`.
    public mutating func draw(_ other: Bitmap, x: Int, y: Int) {
        for row in 0..<other.height {
            for column in 0..<other.width where other[column, row] {
                self[x + column, y + row] = true
            }
        }
    }

    /// Every dot as a block of `across` by `down` dots.
    ///
    /// - Precondition: both factors are at least 1.
    public func scaled(across: Int, down: Int) -> Bitmap {
        precondition(across >= 1 && down >= 1, "a dot grows or stays")
        if across == 1, down == 1 { return self }
        var result = Bitmap(width: width * across, height: height * down)
        for y in 0..<result.height {
            for x in 0..<result.width where self[x / across, y / down] { result[x, y] = true }
        }
        return result
    }

    /// The same struck twice, the second time one dot to the right: how printers make bold.
    public var emboldened: Bitmap {
        var result = self
        result.draw(self, x: 1, y: 0)
        return result
    }

    /// The left part that holds all black, in whole bytes; one byte wide when all is white.
    public var trimmed: Bitmap {
        let used = (0..<stride).last { column in
            (0..<height).contains { rows[$0 * stride + column] != 0 }
        }
        let bytes = (used ?? 0) + 1
        guard bytes < stride else { return self }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes * height)
        for row in 0..<height { kept += rows[row * stride..<row * stride + bytes] }
        return Bitmap(width: bytes * 8, height: height, rows: kept) ?? self
    }
}
