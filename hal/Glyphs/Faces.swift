import CFreeType
import HAL

/// The open fonts and what they have drawn so far; used under one lock, for FreeType has none.
struct Faces: ~Copyable {
    private let library: FT_Library
    private let faces: [FT_Face]
    let names: [String]
    private var drawn: [Key: Bitmap?] = [:]

    private struct Key: Hashable {
        let scalar: Unicode.Scalar
        let width: Int
        let height: Int
    }

    /// Nothing when no path holds a font that FreeType reads and can scale.
    init?(paths: [String]) {
        var library: FT_Library?
        guard FT_Init_FreeType(&library) == 0, let library else { return nil }
        var faces: [FT_Face] = []
        for path in paths {
            if let face = Self.open(path, library) { faces.append(face) }
        }
        guard !faces.isEmpty else {
            FT_Done_FreeType(library)
            return nil
        }
        self.library = library
        self.faces = faces
        names = faces.map { $0.pointee.family_name.map { String(cString: $0) } ?? "a font" }
    }

    /// The font at `path`; of a collection the face whose letters are all of one width, for a
    /// printer's are.
    private static func open(_ path: String, _ library: FT_Library) -> FT_Face? {
        var first: FT_Face?
        guard FT_New_Face(library, path, 0, &first) == 0, let first else { return nil }
        for index in 1..<max(1, first.pointee.num_faces) {
            var face: FT_Face?
            guard FT_New_Face(library, path, index, &face) == 0, let face else { continue }
            if isMonospaced(face) {
                FT_Done_Face(first)
                return face
            }
            FT_Done_Face(face)
        }
        return first
    }

    /// Whether a narrow letter and a broad one take the same room.
    private static func isMonospaced(_ face: FT_Face) -> Bool {
        let widths = "im".unicodeScalars.compactMap { letter -> FT_Pos? in
            let index = FT_Get_Char_Index(face, FT_ULong(letter.value))
            guard index != 0, FT_Load_Glyph(face, index, suanpan_load_unscaled) == 0 else {
                return nil
            }
            return face.pointee.glyph?.pointee.advance.x
        }
        return widths.count == 2 && widths[0] == widths[1]
    }

    deinit {
        for face in faces { FT_Done_Face(face) }
        FT_Done_FreeType(library)
    }

    /// The character from the first font that has it.
    mutating func glyph(of scalar: Unicode.Scalar, width: Int, height: Int) -> Bitmap? {
        let key = Key(scalar: scalar, width: width, height: height)
        if let known = drawn[key] { return known }
        let index = faces.lazy.map { FT_Get_Char_Index($0, FT_ULong(scalar.value)) }
        let face = faces.indices.first { index[$0] != 0 }
        let picture = face.flatMap { Self.draw(index[$0], of: faces[$0], width, height) }
        // Names repeat and rare characters are rare; noise must not fill the memory.
        if drawn.count >= 4096 { drawn = [:] }
        drawn[key] = .some(picture)
        return picture
    }

    /// Scales the font so that a line of it is `height` dots, then narrows what is too wide.
    private static func draw(
        _ glyph: FT_UInt,
        of face: FT_Face,
        _ width: Int,
        _ height: Int
    ) -> Bitmap? {
        let line = max(1, Int(face.pointee.ascender) - Int(face.pointee.descender))
        let em = Int(face.pointee.units_per_EM)
        var size = max(1, (height * em + line / 2) / line)
        while size >= 1 {
            guard FT_Set_Pixel_Sizes(face, 0, FT_UInt(size)) == 0,
                FT_Load_Glyph(face, glyph, suanpan_load_monochrome) == 0,
                let slot = face.pointee.glyph
            else { return nil }
            guard Int(slot.pointee.bitmap.width) > width, size > 6 else {
                let ascent = (Int(face.pointee.ascender) * height + line / 2) / line
                return place(slot, baseline: ascent, width, height)
            }
            size -= 1
        }
        return nil
    }

    /// Copies FreeType's dots into the cell, on the font's own base line.
    ///
    /// The room that the font gives the character is centred, and not its ink: a Chinese comma
    /// stands on the left of its square.
    private static func place(
        _ slot: FT_GlyphSlot,
        baseline: Int,
        _ width: Int,
        _ height: Int
    ) -> Bitmap {
        let dots = slot.pointee.bitmap
        var cell = Bitmap(width: width, height: height)
        guard let buffer = dots.buffer, UInt32(dots.pixel_mode) == FT_PIXEL_MODE_MONO.rawValue
        else { return cell }
        let room = Int(slot.pointee.advance.x >> 6)
        let start = (width - room) / 2 + Int(slot.pointee.bitmap_left)
        let left = min(max(0, start), max(0, width - Int(dots.width)))
        let lowest = height - Int(dots.rows)
        let top = min(max(0, baseline - Int(slot.pointee.bitmap_top)), max(0, lowest))
        for y in 0..<Int(dots.rows) {
            let row = buffer + y * Int(dots.pitch)
            for x in 0..<Int(dots.width) where row[x >> 3] & (0x80 >> UInt8(x & 7)) != 0 {
                cell[left + x, top + y] = true
            }
        }
        return cell
    }
}
