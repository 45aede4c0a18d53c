import Glyphs
import HAL
import Testing
import Twins

/// One contract, and one body of tests for every source there is.
struct GlyphSourceTests {
    static let sources: [any GlyphSource] =
        [NoGlyphs(), MemoryGlyphs(), MemoryGlyphs { $0 == "中" }] + fonts

    /// The font of the machine, where it has one: package fonts-wqy-microhei.
    static let fonts: [any GlyphSource] = FreeTypeGlyphs().map { [$0] } ?? []

    static let sizes = [(12, 24), (24, 24), (16, 16), (8, 40), (1, 1), (256, 256)]

    static let characters: [Unicode.Scalar] = ["A", "g", "中", "镕", "é", "█", "𠮷", "😀", "\u{0}"]

    @Test func `a picture has the size that was asked for, every time`() {
        for source in Self.sources {
            for (width, height) in Self.sizes {
                for scalar in Self.characters {
                    let glyph = source.glyph(of: scalar, width: width, height: height)
                    let again = source.glyph(of: scalar, width: width, height: height)
                    #expect(glyph == again)
                    guard let glyph else { continue }
                    #expect(glyph.width == width && glyph.height == height)
                }
            }
        }
    }

    @Test func `a font draws different characters differently, inside the cell`() throws {
        let font = try #require(Self.fonts.first, "install fonts-wqy-microhei")
        let pictures = ["中", "文", "镕", "A", "g"].compactMap {
            font.glyph(of: $0, width: 24, height: 24)
        }
        #expect(pictures.count == 5)
        #expect(Set(pictures).count == 5)
        for picture in pictures {
            let dots = picture.rows.reduce(0) { $0 + $1.nonzeroBitCount }
            #expect((20...400).contains(dots))
        }
    }

    @Test func `a collection's letters of one width fill their cells alike`() throws {
        let font = try #require(Self.fonts.first, "install fonts-wqy-microhei")
        let letters = "mnW0".unicodeScalars.compactMap {
            font.glyph(of: $0, width: 12, height: 24)
        }
        #expect(letters.count == 4)
        #expect(letters.allSatisfy { (5...12).contains($0.inkWidth) })
        // In a face of uneven widths `m` had to shrink to a third of its height to fit the cell.
        let heights = letters.prefix(2).map(\.inkHeight)
        #expect(heights.count == 2 && abs(heights[0] - heights[1]) <= 1, "\(heights)")
    }

    @Test func `a font says what it lacks, and where none is there is none`() throws {
        let font = try #require(Self.fonts.first, "install fonts-wqy-microhei")
        #expect(font.glyph(of: Unicode.Scalar(0x10FFFD) ?? "A", width: 24, height: 24) == nil)
        #expect(font.name.contains("Hei"))
        #expect(FreeTypeGlyphs(paths: ["/no/such.ttf", "/etc/passwd"]) == nil)
    }

    @Test func `sizes that no printer has are refused, not drawn`() throws {
        let font = try #require(Self.fonts.first, "install fonts-wqy-microhei")
        for (width, height) in [(0, 24), (24, 0), (-1, 24), (257, 24), (24, Int.max)] {
            #expect(font.glyph(of: "中", width: width, height: height) == nil)
        }
    }
}

extension Bitmap {
    /// Columns from the first that has ink to the last.
    fileprivate var inkWidth: Int {
        let inked = (0..<width).filter { x in (0..<height).contains { self[x, $0] } }
        return (inked.last ?? -1) - (inked.first ?? 0) + 1
    }

    /// Rows from the first that has ink to the last.
    fileprivate var inkHeight: Int {
        let inked = (0..<height).filter { y in (0..<width).contains { self[$0, y] } }
        return (inked.last ?? -1) - (inked.first ?? 0) + 1
    }
}
