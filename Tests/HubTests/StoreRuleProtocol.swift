import Hub
import Records
import Retail
import SyncProtocol

/// The promises of a store that the protocol stands on.
extension StoreRule {
    static func keepsRows(_ store: any HubStore) async throws -> Bool {
        let till = TestTill()
        let token = SyncToken(chance: (1, 2))
        let place = ChainPlace(device: till.device, head: till.head)
        let grants = [UInt32(7), 12].map { number in
            Grant(
                device: DeviceID(number),
                epoch: 2,
                base: .of([9]),
                token: token,
                receiptFloor: Grant.ReceiptFloor(day: 17_287, number: 41),
                workstation: number == 7 ? nil : Grant.Workstation(store: 1, till: 4),
                branch: place
            )
        }
        for isFenced in [true, false] {
            let row = DeviceRow(
                device: till.device,
                base: .of([1]),
                last: ChainHead(epoch: 3, sequence: 1 << 40, hash: .of([2])),
                archived: 1 << 39,
                confirmed: token,
                offered: SyncToken(chance: (3, 4)),
                challenge: isFenced ? SyncToken(chance: (5, 6)) : nil,
                isRecovering: !isFenced,
                fence: isFenced ? .staleToken : nil,
                grants: isFenced ? grants : []
            )
            let entry = DeviceEntry(row: row, place: till.place, lastSeen: 5)
            try await store.commit { try $0.put(entry) }
            guard try await store.read({ try $0.device(till.device) }) == entry else {
                return false
            }
        }
        return true
    }

    /// The same number on the chain and on two branches; each is found under its own key, and the
    /// runs say where.
    static func keepsBranches(_ store: any HubStore) async throws -> Bool {
        var runs: [ChainRun] = []
        var entries: [JournalEntry] = []
        for branch: UInt32 in 0...2 {
            var till = TestTill(7)
            let record = till.add(.dayOpened, operation: .init(branch), body: Array("{}".utf8))
            entries.append(
                JournalEntry(record, branch: branch, isNameTaken: false, standing: .applied)
            )
            runs.append(
                ChainRun(
                    device: till.device,
                    branch: branch,
                    start: .root(of: till.device, epoch: 1),
                    last: record.position,
                    bearer: DeviceID(9),
                    since: 77
                )
            )
        }
        let (kept, known) = (entries, runs)
        _ = try await store.commit { transaction in
            for run in known.reversed() { try transaction.put(run) }
            for entry in kept { _ = try transaction.append([entry]) }
        }
        return try await store.read { reading in
            let found = try kept.compactMap { try reading.records(after: $0.key.at(0), limit: 9) }
            let own = try reading.runs(of: DeviceID(7))
            return try found == kept.map { [$0] } && own == known && reading.runs(of: nil) == known
                && reading.runs(of: DeviceID(9)).isEmpty
                && reading.census().records == kept.count
        }
    }

    static func keepsBackups(_ store: any HubStore) async throws -> Bool {
        let mark = BackupEntry.Mark(device: DeviceID(7), epoch: 2, sequence: 1 << 40)
        let entries = [
            BackupEntry(name: "/b/\\1", takenAt: 1, marks: [mark]),
            BackupEntry(name: "2", takenAt: 2, marks: []),
        ]
        try await store.commit { transaction in
            for entry in entries.reversed() { try transaction.put(entry) }
        }
        guard try await store.read({ try $0.backups() }) == entries else { return false }
        try await store.commit { try $0.giveUp(backup: "/b/\\1") }
        return try await store.read { try $0.backups() } == [entries[1]]
    }
}

extension OperationID {
    /// A name of a test's own.
    fileprivate init(_ number: UInt32) {
        self.init(milliseconds: 1, chance: (77, UInt64(number)))
    }
}
