import HAL

/// Reads one track from the bits that passed the head (ISO/IEC 7811-6).
///
///     0000 11010 10000 01000 … 11111 00111 0000
///     │    │     └ characters: data bits, lowest first, then a bit that makes the ones odd
///     │    └ start sentinel                  │     └ LRC: even ones in each column of the data
///     └ clocking zeroes                      └ end sentinel
///
/// The parity bit of the LRC is the LRC's own. A card drawn backwards gives the same bits in the
/// other order, so they are tried both ways.
enum StripeBits {
    /// The track in `bits`, eight a byte, the first to pass in the highest bit.
    static func decode(_ bits: Span<UInt8>, as track: StripeTrack) -> TrackRead {
        guard bits.indices.contains(where: { bits[$0] != 0 }) else { return .absent }
        let forward = read(bits, as: track, isBackwards: false)
        if forward.result == .read { return forward }
        let backward = read(bits, as: track, isBackwards: true)
        // The way round in which the start was found is the way the card was drawn.
        return backward.result == .read || forward.result == .error(.start) ? backward : forward
    }

    private static func read(
        _ bits: Span<UInt8>,
        as track: StripeTrack,
        isBackwards: Bool
    ) -> TrackRead {
        let count = bits.count * 8
        /// The bit that passed as number `index`, in the direction that is tried.
        func bit(_ index: Int) -> UInt8 {
            let place = isBackwards ? count - 1 - index : index
            return bits[place >> 3] >> (7 - place & 7) & 1
        }
        /// The character from bit `place` on: data, and whether its ones are odd.
        func character(at place: Int) -> (value: UInt8, isOdd: Bool)? {
            guard place + track.dataBits < count else { return nil }
            var value: UInt8 = 0
            for index in 0..<track.dataBits { value |= bit(place + index) << UInt8(index) }
            let ones = value.nonzeroBitCount + Int(bit(place + track.dataBits))
            return (value, !ones.isMultiple(of: 2))
        }
        // Both start sentinels have their lowest bit set: the first one that comes is theirs.
        guard let first = (0..<count).first(where: { bit($0) == 1 }),
            let start = character(at: first), start.value == track.start, start.isOdd
        else {
            return .error(.start)
        }
        var data = SensitiveBytes(capacity: track.longest)
        var check = start.value
        var place = first
        while true {
            place += track.dataBits + 1
            guard let next = character(at: place) else { return .error(.end) }
            guard next.isOdd else {
                // Where only clocking zeroes follow, it was the card that ended.
                let isOver = (place..<count).allSatisfy { bit($0) == 0 }
                return .error(isOver ? .end : .parity)
            }
            check ^= next.value
            if next.value == track.end { break }
            guard data.append(track.base + next.value) else { return .error(.end) }
        }
        guard let lrc = character(at: place + track.dataBits + 1), lrc.isOdd, lrc.value == check
        else {
            return .error(.lrc)
        }
        return .read(data)
    }
}
