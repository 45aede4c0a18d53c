internal import Loyalty
internal import Records
internal import Retail

/// What a hub in memory keeps of leases.
struct MemoryLeases: Sendable {
    var devices: [UInt32: LeaseDevice] = [:]
    var leases: [LeaseID: LeaseEntry] = [:]
    var ledgers: [LeasePool: [LeaseLine]] = [:]
    var unread: Set<JournalKey> = []
    var excesses: [ExcessEntry] = []
}

extension MemoryHubTransaction {
    func deviceLeases(_ device: DeviceID) throws -> DeviceLeases {
        let number = device.number
        return DeviceLeases(
            standing: state.leases.devices[number] ?? LeaseDevice(device: number),
            leases: state.leases.leases.values.filter {
                $0.holder.device == number && $0.state != .over
            }.sorted { $0.id < $1.id },
            unread: state.leases.unread.filter { $0.device == device }.sorted()
        )
    }

    func leases(named names: [LeaseID]) throws -> [LeaseEntry] {
        Set(names).sorted().compactMap { state.leases.leases[$0] }
    }

    func leases(after name: LeaseID?, limit: Int) throws -> [LeaseEntry] {
        let leases = state.leases.leases.values.filter { entry in name.map { entry.id > $0 } ?? true
        }
        return Array(leases.sorted { $0.id < $1.id }.prefix(limit))
    }

    func ledgers(of pools: [LeasePool]) throws -> [LeasePool: [LeaseLine]] {
        pools.reduce(into: [:]) { $0[$1] = state.leases.ledgers[$1] }
    }

    func pools(after pool: LeasePool?, limit: Int) throws -> [LeasePool] {
        let pools = Set(state.leases.ledgers.keys).inOrder
        let start = pool.flatMap { pools.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        return Array(pools[start...].prefix(limit))
    }

    func leaseDevices() throws -> [LeaseDevice] {
        state.leases.devices.values.sorted { $0.device < $1.device }
    }

    func awaitedDevices(limit: Int) throws -> [LeaseDevice] {
        Array(try leaseDevices().filter { $0.awaited != nil }.prefix(limit))
    }

    func unreadRecords() throws -> [JournalKey] { state.leases.unread.sorted() }

    func excesses() throws -> [ExcessEntry] {
        state.leases.excesses.sorted { ($0.key, $0.part) < ($1.key, $1.part) }
    }

    func earnings(of member: MemberID) throws -> [LeaseEarning] {
        struct Key: Hashable {
            var programme: ProgrammeVersion
            var day: BusinessDay
        }
        var sums: [Key: Points] = [:]
        for posting in state.postings where posting.account == .member(member) {
            sums[Key(programme: posting.programme, day: posting.day), default: .zero] +=
                posting.points
        }
        return sums.map { LeaseEarning(programme: $0.programme, day: $0.day, points: $1) }
    }

    func share(_ subject: HubSubject) throws {}

    func claim(_ pools: [LeasePool]) throws -> [LeasePool] {
        pools.filter { state.leases.ledgers[$0] != nil }
    }

    func put(_ changes: LeaseChanges) throws {
        for (pool, lines) in changes.lines {
            let before = fault == .overwritesBalances ? [] : state.leases.ledgers[pool] ?? []
            state.leases.ledgers[pool] = (before + lines).summed
        }
        for entry in changes.leases {
            state.leases.leases[entry.id] =
                fault == .forgetsEndedLeases && entry.state == .over ? nil : entry
        }
        for device in changes.devices {
            state.leases.devices[device.device] = fault == .forgetsWhoIsAwaited ? nil : device
        }
    }

    func hold(_ record: JournalKey) throws -> Bool {
        guard fault != .holdsNothing else { return true }
        return state.leases.unread.insert(record).inserted
    }

    func release(_ record: JournalKey) throws -> Bool {
        state.leases.unread.remove(record) != nil
    }

    func put(_ excesses: [ExcessEntry]) throws {
        state.leases.excesses += excesses
    }
}
