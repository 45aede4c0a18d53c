/// One power cut: when it came, and what of the unconfirmed had reached the disk.
package struct CrashState: Hashable, Sendable {
    /// Which unconfirmed writes are there.
    package enum Kind: String, CaseIterable, Sendable {
        /// None of them.
        case dropped
        /// All of them.
        case kept
        /// All, but of the last one only its first sectors.
        case tornAtEnd = "torn-at-end"
        /// All, but of the last one only its last sectors.
        case tornAtStart = "torn-at-start"
        /// All, but of the last one only some sectors.
        case tornAnywhere = "torn-anywhere"
        /// The last one alone: it has overtaken all others.
        case overtaken
        /// Some of them, each whole.
        case someWrites = "some-writes"
        /// Some sectors of some of them.
        case someSectors = "some-sectors"
        /// None of their bytes, but the files are as long as if all were there.
        case grown

        /// Whether another seed gives another state.
        var isByChance: Bool {
            switch self {
            case .dropped, .kept, .grown: false
            case .tornAtEnd, .tornAtStart, .tornAnywhere, .overtaken, .someWrites, .someSectors:
                true
            }
        }
    }

    /// How many events had happened, those included that somebody had seen.
    package let boundary: Int
    package let kind: Kind
    let seed: UInt64

    /// A power cut after `boundary` events.
    package init(boundary: Int, kind: Kind, seed: UInt64) {
        self.boundary = boundary
        self.kind = kind
        self.seed = seed
    }

    /// What had reached `disk`, which has taken as many events as had happened.
    package func choice(on disk: Disk) -> CrashChoice {
        var lot = Lot(seed: seed)
        var choice = CrashChoice()
        let changes = disk.files.sorted { $0.key < $1.key }.flatMap(\.value.pending)
        let last = changes.max { $0.event < $1.event }
        for change in changes {
            choice.changes[change.event] = kept(change, change.event == last?.event, &lot)
        }
        choice.names = names(disk.pendingNames, &lot)
        choice.hasGrown = kind == .grown
        return choice
    }

    private func kept(
        _ change: Disk.Change,
        _ isLast: Bool,
        _ lot: inout Lot
    ) -> CrashChoice.Kept {
        switch kind {
        case .dropped: return .none
        case .kept: return .all
        case .grown: return change.isResize ? .all : .none
        case .tornAtEnd, .tornAtStart, .tornAnywhere:
            return isLast ? torn(change, &lot) : .all
        case .overtaken: return isLast ? .all : .none
        case .someWrites: return lot.flip() ? .all : .none
        case .someSectors: return scattered(change, &lot)
        }
    }

    private func torn(_ change: Disk.Change, _ lot: inout Lot) -> CrashChoice.Kept {
        guard let sectors = change.sectors else { return .none }
        switch kind {
        case .tornAtEnd: return .sectors(Set(sectors.prefix(lot.index(sectors.count))))
        case .tornAtStart: return .sectors(Set(sectors.suffix(lot.index(sectors.count))))
        default: return scattered(change, &lot)
        }
    }

    private func scattered(_ change: Disk.Change, _ lot: inout Lot) -> CrashChoice.Kept {
        guard let sectors = change.sectors else { return lot.flip() ? .all : .none }
        return .sectors(Set(sectors.filter { _ in lot.flip() }))
    }

    /// The changes of names that had happened: of each name, the first so many.
    private func names(_ changes: [Disk.NameChange], _ lot: inout Lot) -> Set<Int> {
        switch kind {
        case .dropped: return []
        case .kept, .tornAtEnd, .tornAtStart, .tornAnywhere, .grown:
            return Set(changes.map(\.event))
        case .overtaken, .someWrites, .someSectors:
            var ended: Set<String> = []
            return changes.reduce(into: []) { kept, change in
                if !ended.contains(change.name), lot.flip() {
                    kept.insert(change.event)
                } else {
                    ended.insert(change.name)
                }
            }
        }
    }
}

extension Disk.Change {
    var isResize: Bool { sectors == nil }

    /// The sectors that a write touches; nil for anything else.
    var sectors: Range<Int>? {
        guard case .write(let offset, let bytes) = kind else { return nil }
        return Sectors.of(offset, bytes.count)
    }
}
