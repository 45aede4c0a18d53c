/// One number that stands for a file's bytes: of each sector, which event is the last one in it.
///
/// Two files with the same events in their sectors have the same number, whether a sync has covered
/// them or not; so a disk that is met twice is known again.
struct SectorSum: Sendable {
    private var value: UInt64 = 0
    private var events: [Int: Int] = [:]

    mutating func take(_ change: Disk.Change) {
        switch change.kind {
        case .write(let offset, let bytes):
            for sector in Sectors.of(offset, bytes.count) { put(change.event, into: sector) }
        case .resize(let length):
            for sector in events.keys where sector * Sectors.size >= length { clear(sector) }
            value &+= Self.sign(2, length, change.event)
        }
    }

    private mutating func put(_ event: Int, into sector: Int) {
        clear(sector)
        events[sector] = event
        value &+= Self.sign(1, sector, event)
    }

    /// The number with these events in these sectors, and as long as `event` would have made it.
    func value(with newest: [Int: Int], grownBy event: Int?) -> UInt64 {
        newest.reduce(value &+ (event.map { Self.sign(3, $0, 0) } ?? 0)) { sum, entry in
            let old = events[entry.key].map { Self.sign(1, entry.key, $0) } ?? 0
            return sum &- old &+ Self.sign(1, entry.key, entry.value)
        }
    }

    private mutating func clear(_ sector: Int) {
        guard let event = events.removeValue(forKey: sector) else { return }
        value &-= Self.sign(1, sector, event)
    }

    private static func sign(_ kind: UInt64, _ first: Int, _ second: Int) -> UInt64 {
        [first, second].reduce(kind) { Lot.mixed($0 &+ UInt64(bitPattern: Int64($1))) }
    }
}
