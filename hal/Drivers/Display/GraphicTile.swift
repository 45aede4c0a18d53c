import HAL

/// A rectangle of a picture, its sides on whole bytes: what one command can blank or draw.
struct GraphicTile: Equatable, Sendable {
    /// Bytes across, eight dots each.
    let bytes: Range<Int>
    /// Rows of dots.
    let rows: Range<Int>

    /// The packed dots of each row.
    func lines(of picture: Bitmap) -> [ArraySlice<UInt8>] {
        rows.map { row in
            let start = row * picture.stride
            return picture.rows[start + bytes.lowerBound..<start + bytes.upperBound]
        }
    }
}

/// Where two pictures of one size differ, in the tiles that take the fewest bytes; pure.
struct GraphicDifference {
    let old: Bitmap
    let new: Bitmap

    /// The cheapest way to bring the first columns of bytes up to date, and its last tile.
    private struct Way {
        let cost: Int
        let tile: GraphicTile?
        /// How many columns the way before that tile has brought up to date.
        let before: Int
    }

    /// The cheapest tiles that hold every difference within `band`, a row of text.
    ///
    /// Found column of bytes by column: each is the end of some tile, whose best beginning is
    /// tried out, or needs none. Of 30 columns that is at most 465 tiles to weigh.
    func tiles(in band: Range<Int>, cost: (GraphicTile) -> Int) -> [GraphicTile] {
        let columns = (0..<old.stride).map { rows(differingAt: $0, in: band) }
        var ways = [Way(cost: 0, tile: nil, before: 0)]
        for end in columns.indices {
            ways.append(cheapestWay(through: end, columns, ways, cost))
        }
        var tiles: [GraphicTile] = []
        var end = ways.count - 1
        while end > 0 {
            if let tile = ways[end].tile { tiles.append(tile) }
            end = ways[end].before
        }
        return tiles.reversed()
    }

    private func cheapestWay(
        through column: Int,
        _ columns: [Range<Int>?],
        _ ways: [Way],
        _ cost: (GraphicTile) -> Int
    ) -> Way {
        var cheapest: Way?
        guard var rows = columns[column] else {
            return Way(cost: ways[column].cost, tile: nil, before: column)
        }
        for begin in (0...column).reversed() {
            guard let more = columns[begin] else { continue }
            rows = min(rows.lowerBound, more.lowerBound)..<max(rows.upperBound, more.upperBound)
            let tile = GraphicTile(bytes: begin..<column + 1, rows: rows)
            let sum = ways[begin].cost + cost(tile)
            if sum < cheapest?.cost ?? .max {
                cheapest = Way(cost: sum, tile: tile, before: begin)
            }
        }
        return cheapest ?? Way(cost: .max, tile: nil, before: column)
    }

    /// Whether a dot within `tile` is black in the old picture and white in the new one.
    func clearsDots(in tile: GraphicTile) -> Bool {
        tile.rows.contains { row in
            let start = row * old.stride
            return tile.bytes.contains { old.rows[start + $0] & ~new.rows[start + $0] != 0 }
        }
    }

    /// Whether everything within `tile` is to be white.
    func isBlank(_ tile: GraphicTile) -> Bool {
        tile.rows.allSatisfy { row in
            let start = row * new.stride
            return tile.bytes.allSatisfy { new.rows[start + $0] == 0 }
        }
    }

    /// From the first to the last row of `band` that differs in one column of bytes.
    private func rows(differingAt column: Int, in band: Range<Int>) -> Range<Int>? {
        let differing = { (row: Int) in
            old.rows[row * old.stride + column] != new.rows[row * new.stride + column]
        }
        guard let first = band.first(where: differing), let last = band.last(where: differing)
        else { return nil }
        return first..<last + 1
    }
}
