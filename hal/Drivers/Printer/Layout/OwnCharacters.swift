import HAL

/// Characters that a job gives the printer's Chinese font by `FS 2`, a few at most.
///
/// A character of one's own stands in the middle of a line and costs 76 bytes, where a drawn line
/// costs some two thousand. `ESC @` takes them back, so each job begins with none.
struct OwnCharacters {
    private let limit: Int
    private let glyphs: any GlyphSource
    private var codes: [Unicode.Scalar: UInt32] = [:]

    /// Room for `limit` characters, drawn by `glyphs`.
    init(limit: Int, glyphs: any GlyphSource) {
        self.limit = min(limit, 94)
        self.glyphs = glyphs
    }

    /// Gives each missing character of `line` a code, if there is one for all of them.
    mutating func define(_ line: inout [PrintedCharacter], _ bytes: inout [UInt8]) {
        let places = line.indices.filter { line[$0].means == .missing }
        let wanted = Set(places.map { line[$0].scalar }).filter { codes[$0] == nil }
        guard !places.isEmpty, codes.count + wanted.count <= limit,
            places.allSatisfy({ line[$0].cells == 2 })
        else { return }
        let pictures = wanted.sorted().map { ($0, glyphs.glyph(of: $0, width: 24, height: 24)) }
        guard pictures.allSatisfy({ $0.1?.width == 24 && $0.1?.height == 24 }) else { return }
        for case (let scalar, let picture?) in pictures {
            let code = 0xFEA1 + UInt32(codes.count)
            codes[scalar] = code
            bytes += [0x1C, 0x32, 0xFE, UInt8(truncatingIfNeeded: code)] + Self.columns(picture)
        }
        for place in places {
            guard let code = codes[line[place].scalar] else { continue }
            let scalar = line[place].scalar
            line[place] = PrintedCharacter(scalar: scalar, means: .square(code), cells: 2)
        }
    }

    /// The d1 to d72 of `FS 2`: columns from the left, three bytes down in each.
    private static func columns(_ picture: Bitmap) -> [UInt8] {
        var data: [UInt8] = []
        for x in 0..<24 {
            for start in stride(from: 0, to: 24, by: 8) {
                let byte = (0..<8).reduce(UInt8(0)) { $0 << 1 | (picture[x, start + $1] ? 1 : 0) }
                data.append(byte)
            }
        }
        RealTimePairs.breakByOneDot(&data)
        return data
    }
}
