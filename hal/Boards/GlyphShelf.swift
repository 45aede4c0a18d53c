import Glyphs
import HAL
import Synchronization

/// The fonts that boards draw with, each opened once for the whole program.
///
/// A printer that comes back is opened anew, and a replay has hundreds of tills; the font stays.
enum GlyphShelf {
    private static let open = Mutex<[[String]: any GlyphSource]>([:])

    /// What draws with the first of `paths` that has a character; none of them may be there.
    static func glyphs(_ paths: [String]) -> any GlyphSource {
        open.withLock { open in
            if let known = open[paths] { return known }
            let source: any GlyphSource = FreeTypeGlyphs(paths: paths) ?? NoGlyphs()
            open[paths] = source
            return source
        }
    }
}
