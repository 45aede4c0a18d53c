/// Draws the characters that a printer's own font lacks.
///
/// Every implementation keeps two promises: a picture has exactly the size that was asked for, and
/// the same character in the same size is the same picture for as long as the source lives.
public protocol GlyphSource: Sendable {
    /// What it draws from, for people: a font's name, or that there is none.
    var name: String { get }

    /// The picture of `scalar` in a cell of `width` by `height` dots, or nothing if it has none.
    func glyph(of scalar: Unicode.Scalar, width: Int, height: Int) -> Bitmap?
}

/// No font: what the printer lacks stays a mark on the paper.
public struct NoGlyphs: GlyphSource {
    public let name = "no font"

    /// The source that has nothing.
    public init() {}

    public func glyph(of scalar: Unicode.Scalar, width: Int, height: Int) -> Bitmap? { nil }
}
