/// The power cuts to be tried: every kind at every write boundary, each disk once.
///
/// A boundary lies behind each event of the disk, and behind all that was seen before the next one.
/// Two cuts that leave the same disk are one; the later counts, for more had been promised then.
package struct CrashStates: Sendable {
    /// The power cuts, in the order of their moments.
    package let all: [CrashState]
    /// How many boundaries there are.
    package let boundaries: Int
    /// How many disks were found before some were left out.
    package let found: Int

    /// At which boundaries the power is cut.
    package enum Moments: Sendable {
        /// At any.
        case all
        /// At those where somebody has just seen something: where a lie is told.
        case whenSeen
        /// At those where the hub was just told by which feeds the till goes: between two pages.
        case whenNamed
    }

    /// The power cuts that `events` allow.
    ///
    /// - Parameters:
    ///   - moments: Which boundaries count.
    ///   - seed: For all that is by chance.
    ///   - wanted: How many at most; fewer are drawn by lot from all that were found, one of each
    ///     boundary first, and where these are not enough, chance is asked again until it has
    ///     nothing new.
    package init(
        of events: [DiskEvent],
        at moments: Moments = .all,
        seed: UInt64,
        wanted: Int
    ) {
        var search = Search(events, moments, seed: seed, most: wanted)
        search.run(CrashState.Kind.allCases)
        while search.states.count < wanted {
            let before = search.states.count
            search.run(CrashState.Kind.allCases.filter(\.isByChance))
            if search.states.count < before + max(1, wanted / 100) { break }
        }
        boundaries = search.count
        found = search.states.count
        all = Self.drawn(search.states, wanted, seed).sorted { $0.boundary < $1.boundary }
    }

    private static func drawn(
        _ states: [CrashState],
        _ wanted: Int,
        _ seed: UInt64
    ) -> [CrashState] {
        guard states.count > wanted else { return states }
        var lot = Lot(seed: seed)
        var seen: Set<Int> = []
        let dealt = lot.dealt(states)
        let isFirst = dealt.map { seen.insert($0.boundary).inserted }
        let order = zip(dealt, isFirst)
        let firsts = order.filter(\.1) + order.filter { !$0.1 }
        return firsts.prefix(wanted).map(\.0)
    }

    /// How many boundaries have a state of their own among those that are tried.
    package var covered: Int { Set(all.map(\.boundary)).count }

    /// Goes along the events and remembers each disk that it has not seen.
    private struct Search {
        private let events: [DiskEvent]
        private var lot: Lot
        /// Each boundary: behind which event of the disk, and where it lies.
        private let boundaries: [(event: Int, end: Int)]
        /// How many there are, those included that are not looked at.
        let count: Int
        private(set) var states: [CrashState] = []
        private var places: [UInt64: Int] = [:]

        /// Looks at no more than `most` boundaries, by lot: each has a disk of its own.
        init(_ events: [DiskEvent], _ moments: Moments, seed: UInt64, most: Int) {
            self.events = events
            lot = Lot(seed: seed)
            let disk = events.indices.filter { events[$0].isOfTheDisk }
            let ends = disk.dropFirst() + [events.count]
            let all = zip(disk, ends).filter { event, end in
                // Behind an event of the disk there is another one, or what was seen of it.
                switch moments {
                case .all: true
                case .whenSeen: end > event + 1
                case .whenNamed: events[(event + 1)..<end].contains(where: \.namesAFeed)
                }
            }.map { (event: $0, end: $1) }
            count = all.count
            let some = all.count > most ? Array(lot.dealt(all).prefix(most)) : all
            boundaries = some.sorted { $0.event < $1.event }
        }

        mutating func run(_ kinds: [CrashState.Kind]) {
            var disk = Disk()
            for (event, end) in boundaries {
                while disk.count <= event { disk.take(events[disk.count]) }
                for kind in kinds {
                    let state = CrashState(boundary: end, kind: kind, seed: lot.next())
                    add(state, state.choice(on: disk).signature(of: disk))
                }
            }
        }

        private mutating func add(_ state: CrashState, _ signature: UInt64) {
            if let place = places[signature] {
                if states[place].boundary < state.boundary { states[place] = state }
            } else {
                places[signature] = states.count
                states.append(state)
            }
        }
    }
}
