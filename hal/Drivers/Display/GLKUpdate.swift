import HAL

/// The bytes that turn one picture into another on a Matrix Orbital GLK: only what differs; pure.
///
/// | Bytes                        | Manuals (GLK24064-25, GLK19264-7T-1U, GLK240128-25)        |
/// |------------------------------|------------------------------------------------------------|
/// | `FE 58`                      | blank the screen, the place of text at its upper left      |
/// | `FE 64 x y w h ...`          | draw a picture: row after row, highest bit leftmost        |
/// | `FE 78 c x1 y1 x2 y2`        | fill from corner to corner; `c` 0 clears, as on all models |
/// | `FE 99 n`                    | brightness of the light, 0 to 255                          |
///
/// lcdproc's driver `glk` sends the first as well, and another public program animates pictures by
/// the second on a GLK19264. Three things that the manuals leave open cost us nothing:
///
/// - Older ones want a picture's width in whole bytes, newer ones pack rows without a gap. Tiles of
///   whole bytes are the same in both.
/// - Nothing says whether the white dots of a picture clear what lies under them. Where dots have
///   to go, the tile is cleared first.
/// - A command that was cut off takes what follows for its dots. So the initialisation begins with
///   as many zeros as a command of ours can still want: as sides they end it, as dots they are
///   white, as text they are gone with the next command. The buffer of the oldest models, 96 bytes,
///   holds the longest command and the initialisation alike.
///
/// Where firmware 8 asks for it by default, the board gives the line `flow: rts-cts`.
struct GLKUpdate: Sendable {
    /// The most bytes of dots in one command.
    static let mostDots = 90
    private static let clear: [UInt8] = [0xFE, 0x58]

    let bands: [Range<Int>]
    let blank: Bitmap
    /// 1 (dim) to 4, or nothing for as it was switched on.
    let brightness: Int?

    /// What to send so that `picture` stands on the glass.
    ///
    /// `shown` is nothing when nobody knows what stands there: then everything is sent, after the
    /// initialisation.
    func bytes(from shown: Bitmap?, to picture: Bitmap) -> [UInt8] {
        guard let shown else { return initialisation + change(from: blank, to: picture) }
        if shown == picture { return [] }
        let change = change(from: shown, to: picture)
        let anew = Self.clear + self.change(from: blank, to: picture)
        return anew.count < change.count ? anew : change
    }

    private var initialisation: [UInt8] {
        let light: [UInt8] = brightness.map { [0xFE, 0x99, UInt8($0 * 64 - 1)] } ?? []
        return [UInt8](repeating: 0, count: Self.mostDots) + Self.clear + light
    }

    private func change(from old: Bitmap, to new: Bitmap) -> [UInt8] {
        let difference = GraphicDifference(old: old, new: new)
        return bands.flatMap { band in
            difference.tiles(in: band) { cost(of: $0, difference) }
                .flatMap { commands(for: $0, difference) }
        }
    }

    /// How many bytes `commands` are.
    private func cost(of tile: GraphicTile, _ difference: GraphicDifference) -> Int {
        let clearing = difference.clearsDots(in: tile) ? 7 : 0
        if difference.isBlank(tile) { return clearing }
        let most = Self.mostDots / tile.bytes.count
        let pieces = (tile.rows.count + most - 1) / most
        return clearing + 6 * pieces + tile.bytes.count * tile.rows.count
    }

    private func commands(for tile: GraphicTile, _ difference: GraphicDifference) -> [UInt8] {
        let clearing = difference.clearsDots(in: tile) ? fill(tile) : []
        if difference.isBlank(tile) { return clearing }
        return clearing + drawing(tile, of: difference.new)
    }

    private func fill(_ tile: GraphicTile) -> [UInt8] {
        let (x, y) = (tile.bytes, tile.rows)
        let corners = [x.lowerBound * 8, y.lowerBound, x.upperBound * 8 - 1, y.upperBound - 1]
        return [0xFE, 0x78, 0] + corners.map(UInt8.init)
    }

    /// The tile in pieces of whole rows, each as high as a command may be.
    private func drawing(_ tile: GraphicTile, of picture: Bitmap) -> [UInt8] {
        let most = Self.mostDots / tile.bytes.count
        let tops = stride(from: tile.rows.lowerBound, to: tile.rows.upperBound, by: most)
        return tops.flatMap { top in
            let rows = top..<min(top + most, tile.rows.upperBound)
            let piece = GraphicTile(bytes: tile.bytes, rows: rows)
            let place = [tile.bytes.lowerBound * 8, top, tile.bytes.count * 8, rows.count]
            return [0xFE, 0x64] + place.map(UInt8.init) + piece.lines(of: picture).joined()
        }
    }
}
