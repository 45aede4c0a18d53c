public import DurableSQLite
internal import Loyalty
internal import Records
internal import SyncProtocol

/// How a hub knows what every backup holds, and how a backup becomes the hub.
///
///     copy ─▶ open ─▶ every chain whole, the same life ─▶ counted ─▶ archive marks go up
///
/// A till may forget the bodies of records up to its archive mark, so the mark is the lowest that
/// any backup holds from which the hub may still be restored. It goes up when an old one is given
/// up, never by only making a new one.
extension HubCore {
    /// Counts `copy` as a backup from which this hub may be restored, once it has proven to be one.
    ///
    /// - Parameters:
    ///   - name: The file, or what an operator calls it; one of that name is replaced.
    ///   - copy: The backup, opened.
    /// - Returns: What was counted.
    public func count(
        backup name: String,
        _ copy: any HubStore
    ) async throws(BackupError) -> BackupEntry {
        let takenAt = now
        let (entry, life) = try await BackupError.storing { () throws(StorageError) in
            try await copy.read { reading in
                (
                    BackupEntry(
                        name: name,
                        takenAt: takenAt,
                        marks: try reading.devices().map { BackupEntry.Mark($0) }
                    ), try reading.incarnation()
                )
            }
        }
        let report = try await BackupError.storing { () throws(StorageError) in
            try await copy.verifyChains()
        }
        if let fault = report.faults.first { throw .notWhole("\(fault.key): \(fault.detail)") }
        if let fault = report.leaseFaults.first { throw .notWhole(fault) }
        guard report.isWhole else { throw .notWhole("its ledger sums to \(report.ledgerSum)") }
        let isOwn = try await BackupError.storing { () throws(StorageError) in
            try await commit { transaction in
                guard try transaction.incarnation() == life else { return false }
                try transaction.put(entry)
                return true
            }
        }
        guard isOwn else { throw .ofAnotherLife }
        try await BackupError.storing { () throws(StorageError) in try await archive() }
        return entry
    }

    /// Gives up backups: the hub will never be restored from them.
    public func giveUp(backups names: [String]) async throws(StorageError) {
        try await commit { transaction in
            for name in names { try transaction.giveUp(backup: name) }
        }
        try await archive()
    }

    /// The backups from which the hub may be restored, the oldest first.
    public func backups() async throws(StorageError) -> [BackupEntry] {
        try await store.read { try $0.backups() }
    }

    /// Begins another life: this store came back from a backup.
    ///
    /// Nothing is leased until each of its devices has said what it holds, or is retired.
    ///
    /// Every device is asked for what came after the backup, and for no token, since those are of
    /// the life that is over. Backups that are newer than this one are not known here any more. The
    /// name comes last: when this fails, do it again before any hub serves the store.
    ///
    /// - Parameter backup: The name of that backup, which was counted after it was copied and so
    ///   does not know itself; it counts again, until it is given up.
    /// - Returns: The new life's name.
    @discardableResult
    public func restored(from backup: String? = nil) async throws(StorageError) -> String {
        let life = HubCore.newIncarnation()
        try await forEachDevice { device, transaction in
            device.row = device.row.restored()
            var known = try transaction.deviceLeases(device.device).standing
            known.awaited = .hello
            var changes = LeaseChanges()
            changes.devices = [known]
            try transaction.put(changes)
        }
        let takenAt = now
        try await commit { transaction in
            if let backup {
                let marks = try transaction.devices().map { BackupEntry.Mark($0) }
                try transaction.put(BackupEntry(name: backup, takenAt: takenAt, marks: marks))
            }
            try transaction.begin(life: life)
        }
        return life
    }

    /// Sets every device's archive mark to what all backups hold of its granted epoch.
    private func archive() async throws(StorageError) {
        let backups = try await store.read { reading in
            try reading.backups().map { backup in
                Dictionary(backup.marks.map { ($0.device, $0) }) { $1 }
            }
        }
        try await forEachDevice { device, _ in
            let marks = backups.map { marks -> UInt64 in
                guard let mark = marks[device.device], mark.epoch == device.last.epoch else {
                    return 0
                }
                return mark.sequence
            }
            device.row.archived = min(marks.min() ?? 0, device.last.sequence)
        }
    }

    /// Changes every device that `change` changes, a few hundred in a transaction: a server has
    /// room for so many locks and not for those of a whole chain.
    private func forEachDevice(
        _ change: @escaping @Sendable (inout DeviceEntry, any HubTransaction) throws -> Void
    ) async throws(StorageError) {
        let numbers = try await store.read { try $0.devices().map(\.device) }
        for start in stride(from: 0, to: numbers.count, by: 256) {
            let page = numbers[start..<min(start + 256, numbers.count)]
            try await commit { transaction in
                for number in page {
                    try transaction.claim(.device(number))
                    guard let known = try transaction.device(number) else { continue }
                    var device = known
                    try change(&device, transaction)
                    if device != known { try transaction.put(device) }
                }
            }
        }
    }
}

extension BackupEntry.Mark {
    fileprivate init(_ device: DeviceEntry) {
        self.init(
            device: device.device,
            epoch: device.last.epoch,
            sequence: device.last.sequence
        )
    }
}

/// Why a copy does not count as a backup.
public enum BackupError: Error, Hashable, Sendable {
    /// A chain in it is broken, or its ledger.
    case notWhole(String)
    /// It is not a copy of this hub, or one of a life that is over.
    case ofAnotherLife
    /// A hub stands where one is to be restored.
    case isThere(path: String)
    /// There is no such backup.
    case isNotThere(path: String)
    /// A store failed.
    case storage(StorageError)
}

extension BackupError {
    /// Runs `work` on a store, and says in these terms why it failed.
    static func storing<Value: Sendable>(
        _ work: () async throws(StorageError) -> Value
    ) async throws(BackupError) -> Value {
        do throws(StorageError) {
            return try await work()
        } catch {
            throw .storage(error)
        }
    }
}

extension BackupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notWhole(let detail): "the copy is not whole (\(detail)); nothing was archived"
        case .ofAnotherLife:
            "the copy is not one of this hub as it is now; make a new one, and do not restore it"
        case .isThere(let path): "\(path): a hub is here already; move it away first"
        case .isNotThere(let path): "\(path): there is no such backup"
        case .storage(let error): error.description
        }
    }
}
