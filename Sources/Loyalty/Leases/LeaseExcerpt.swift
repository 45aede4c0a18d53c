/// The part of a hub's books that one decision is about.
///
/// A store reads it, `LeaseBook` decides, and the store writes what has changed: so no decision
/// reads more than it needs, however many members and tills there are. Whoever reads an excerpt
/// sees to it that everything is in it:
///
/// - the whole ledger of each pool that is named, or that a lease in here is a part of;
/// - the leases that are named, and all of the device that are not over;
/// - the device itself, how many of its records cannot be read yet, and one device that a restored
///   hub waits for, if there is any.
public struct LeaseExcerpt: Hashable, Sendable {
    /// The ledgers, each account's balance as one line.
    public var ledgers: [LeasePool: [LeaseLine]]
    /// The leases.
    public var leases: [LeaseEntry]
    /// The devices.
    public var devices: [LeaseDevice]
    /// How many records cannot be read yet, by the chain that they stand on.
    public var unread: [LeaseHolder: Int]

    /// An excerpt of these facts.
    public init(
        ledgers: [LeasePool: [LeaseLine]] = [:],
        leases: [LeaseEntry] = [],
        devices: [LeaseDevice] = [],
        unread: [LeaseHolder: Int] = [:]
    ) {
        self.ledgers = ledgers
        self.leases = leases
        self.devices = devices
        self.unread = unread
    }
}

/// What a decision has changed in a hub's books, for a store to write.
public struct LeaseChanges: Hashable, Sendable {
    /// What came to each account and went from it, by pool; both sides of every posting.
    public var lines: [LeasePool: [LeaseLine]] = [:]
    /// The leases that are new, or have come further.
    public var leases: [LeaseEntry] = []
    /// The devices of which something else is known.
    public var devices: [LeaseDevice] = []

    /// Nothing.
    public init() {}

    /// Whether there is nothing to write.
    public var isEmpty: Bool { lines.isEmpty && leases.isEmpty && devices.isEmpty }
}

extension LeaseBook {
    /// The books as far as `excerpt` holds them.
    public init(_ excerpt: LeaseExcerpt, terms: LeaseTerms) {
        self.init(keeping: terms, .none)
        for (pool, lines) in excerpt.ledgers { ledgers[pool] = LeaseLedger(lines) }
        for entry in excerpt.leases {
            switch entry.state {
            case .open: break
            case .ending: ending[entry.holder, default: []].append(entry.id)
            case .over: over[entry.id] = entry.holder
            }
            if let lease = entry.lease { leases[lease.id] = lease }
        }
        for device in excerpt.devices {
            begun[device.device] = device.begun
            awaited[device.device] = device.awaited
        }
        unread = excerpt.unread
    }

    /// What has changed since the books were `before`; the lines are taken out of the ledgers.
    public mutating func takeChanges(since before: LeaseBook) -> LeaseChanges {
        var changes = LeaseChanges()
        for (pool, lines) in takeLines() {
            let sums = lines.summed
            if !sums.isEmpty { changes.lines[pool] = sums }
        }
        let (old, new) = (before.entries, entries)
        changes.leases = new.filter { old[$0.key] != $0.value }.values.sorted { $0.id < $1.id }
        let devices = Set(begun.keys).union(awaited.keys).union(before.awaited.keys)
        changes.devices = devices.sorted().compactMap { number in
            device(number) == before.device(number) ? nil : device(number)
        }
        return changes
    }

    /// Every lease that these books know of.
    private var entries: [LeaseID: LeaseEntry] {
        var entries: [LeaseID: LeaseEntry] = [:]
        for (id, holder) in over {
            entries[id] = LeaseEntry(id: id, holder: holder, lease: nil, state: .over)
        }
        for lease in leases.values { entries[lease.id] = LeaseEntry(lease, .open) }
        for (holder, ids) in ending {
            for id in ids {
                entries[id] = LeaseEntry(
                    id: id,
                    holder: holder,
                    lease: leases[id],
                    state: .ending
                )
            }
        }
        return entries
    }

    private func device(_ number: UInt32) -> LeaseDevice {
        LeaseDevice(device: number, begun: begun[number] ?? 0, awaited: awaited[number])
    }
}
