import Hub
import Loyalty
import Records
import Retail

/// The promises of a store that leases stand on.
extension StoreRule {
    private static let points = LeasePool.points(MemberID(318))
    private static let codes = LeasePool.stock("a\\b\0c/d")
    private static let lot = LeaseUnit.lot(BusinessDay(number: 17_286))

    private static func line(
        _ account: LeaseAccount,
        _ unit: LeaseUnit,
        _ count: Int64
    ) -> LeaseLine {
        LeaseLine(account: account, unit: unit, count: count)
    }

    private static func name(_ number: UInt64) -> LeaseID { LeaseID(high: 1 << 63, low: number) }

    /// A lease of `device` whose words hold whatever text may hold.
    private static func lease(_ number: UInt64, _ device: UInt32 = 7) -> Lease {
        Lease(
            id: name(number),
            pool: codes,
            holder: LeaseHolder(device: device, epoch: 2),
            units: Holding(.item("\\\0'"), 1),
            expires: 1_493_611_200_000
        )
    }

    /// Lines of several commits add up; an account that is empty again is as if it never was.
    static func keepsBalances(_ store: any HubStore) async throws -> Bool {
        let item = LeaseUnit.item("\\\0 算")
        let account = LeaseAccount.lease(name(.max))
        let posts: [[LeasePool: [LeaseLine]]] = [
            [points: [line(.earned, lot, -30), line(.available, lot, 30)]],
            [points: [line(.available, lot, -30), line(account, lot, 30)]],
            [
                points: [line(account, lot, -10), line(.redeemed, lot, 10)],
                codes: [line(.earned, item, -1), line(.available, item, 1)],
            ],
        ]
        for lines in posts {
            var changes = LeaseChanges()
            changes.lines = lines
            let put = changes
            try await store.commit { try $0.put(put) }
        }
        let expected: [LeasePool: [LeaseLine]] = [
            points: [
                line(.earned, lot, -30), line(account, lot, 20), line(.redeemed, lot, 10),
            ],
            codes: [line(.available, item, 1), line(.earned, item, -1)],
        ]
        let other = LeasePool.points(MemberID(9))
        let claimed = try await store.commit { try $0.claim([points, other, codes]) }
        return try await store.read { reading in
            try reading.ledgers(of: [points, codes, other]) == expected
                && claimed == [points, codes]
                && reading.pools(after: nil, limit: 1) == [points]
                && reading.pools(after: points, limit: 9) == [codes]
        }
    }

    static func keepsLeases(_ store: any HubStore) async throws -> Bool {
        let entries = [
            LeaseEntry(lease(1), .open), LeaseEntry(lease(2), .ending),
            LeaseEntry(lease(3, 8), .open),
            LeaseEntry(id: name(4), holder: lease(4).holder, lease: nil, state: .ending),
        ]
        let over = LeaseEntry(id: name(1), holder: lease(1).holder, lease: nil, state: .over)
        for leases in [entries, [over]] {
            var changes = LeaseChanges()
            changes.leases = leases
            let put = changes
            try await store.commit { try $0.put(put) }
        }
        return try await store.read { reading in
            let own = [entries[1], entries[3]]
            return try reading.deviceLeases(DeviceID(7)).leases == own
                && reading.leases(named: [name(3), name(1), name(9)]) == [over, entries[2]]
                && reading.leases(after: nil, limit: 2) == [over, entries[1]]
                && reading.leases(after: name(2), limit: 9) == [entries[2], entries[3]]
        }
    }

    static func keepsAwaited(_ store: any HubStore) async throws -> Bool {
        let known = [
            LeaseDevice(device: 7, begun: 3, awaited: .hello),
            LeaseDevice(device: 8, awaited: .records(epoch: .max, sequence: 1 << 40)),
            LeaseDevice(device: .max, begun: 1),
        ]
        for devices in [known, [LeaseDevice(device: 7, begun: 4)]] {
            var changes = LeaseChanges()
            changes.devices = devices
            let put = changes
            try await store.commit { try $0.put(put) }
            let isThere = try await store.read { reading in
                let awaited = devices.count > 1 ? [devices[0], devices[1]] : [known[1]]
                return try reading.awaitedDevices(limit: 9) == awaited
                    && reading.awaitedDevices(limit: 1) == [awaited[0]]
                    && reading.deviceLeases(DeviceID(7)).standing == devices[0]
                    && reading.deviceLeases(DeviceID(9)).standing == LeaseDevice(device: 9)
            }
            guard isThere else { return false }
        }
        return true
    }

    static func keepsUnread(_ store: any HubStore) async throws -> Bool {
        let keys = [
            JournalKey(device: DeviceID(7), epoch: 1, sequence: 5),
            JournalKey(device: DeviceID(7), epoch: 1, branch: 2, sequence: 5),
            JournalKey(device: DeviceID(8), epoch: 1, sequence: 1 << 40),
        ]
        for key in keys {
            let isNew = try await store.commit { try ($0.hold(key), $0.hold(key)) }
            guard isNew == (true, false) else { return false }
        }
        let held = try await store.read { reading in
            try (reading.unreadRecords(), reading.deviceLeases(DeviceID(7)).unread)
        }
        let isGone = try await store.commit { try ($0.release(keys[1]), $0.release(keys[1])) }
        let left = try await store.read { try $0.unreadRecords() }
        return held == (keys, Array(keys[..<2])) && isGone == (true, false)
            && left == [keys[0], keys[2]]
    }
}
