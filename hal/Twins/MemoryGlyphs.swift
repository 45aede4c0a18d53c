public import HAL

/// A font that is drawn out of nothing: each character shows its own number, a bit a block.
///
/// So a picture can be read back: what stands on the paper is compared with what was meant, without
/// a font on the machine.
public struct MemoryGlyphs: GlyphSource {
    public let name = "a font in memory"
    private let holds: @Sendable (Unicode.Scalar) -> Bool

    /// A font of the characters for which `holds` is true.
    public init(holds: @escaping @Sendable (Unicode.Scalar) -> Bool = { _ in true }) {
        self.holds = holds
    }

    public func glyph(of scalar: Unicode.Scalar, width: Int, height: Int) -> Bitmap? {
        guard holds(scalar), width > 0, height > 0 else { return nil }
        var picture = Bitmap(width: width, height: height)
        // A frame of two sides, so that no character is blank, and 24 blocks of 2 x 4 dots.
        for x in 0..<width { picture[x, 0] = true }
        for place in 0..<24 where scalar.value >> UInt32(place) & 1 == 1 {
            let x = 1 + place % 4 * 2
            let y = place / 4 * 4
            for dot in 1..<4 { picture[x, y + dot] = true }
        }
        return picture
    }
}
