public import HAL
import Synchronization

/// Draws characters from TrueType and OpenType fonts by FreeType, in black and white.
///
/// Several fonts are asked in turn, for no one font has all of Unicode: WenQuanYi Micro Hei has
/// what GBK has, the HanaMin fonts have the rare names beyond it.
public final class FreeTypeGlyphs: GlyphSource {
    /// Where Debian's packages put the fonts that a receipt may need, the first choice first.
    ///
    /// fonts-wqy-microhei, fonts-wqy-zenhei, fonts-hanazono (rare names), fonts-symbola (emoji).
    public static let usualPaths = [
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
        "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
        "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
        "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
        "/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf",
    ]

    public let name: String
    private let faces: Mutex<Faces>

    /// The fonts at those of `paths` where there is one, or nothing when there is none at all.
    public init?(paths: [String] = FreeTypeGlyphs.usualPaths) {
        guard let opened = Faces(paths: paths) else { return nil }
        name = opened.names.joined(separator: ", ")
        faces = Mutex(opened)
    }

    public func glyph(of scalar: Unicode.Scalar, width: Int, height: Int) -> Bitmap? {
        guard (1...256).contains(width), (1...256).contains(height) else { return nil }
        return faces.withLock { $0.glyph(of: scalar, width: width, height: height) }
    }
}
