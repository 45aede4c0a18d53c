internal import DurableSQLite
internal import FoundationEssentials
internal import Glibc
internal import Retail

/// A folder with backups of a SQLite hub.
public struct BackupFolder: Sendable {
    /// The folder.
    public let path: String

    /// The folder at `path`, which exists.
    public init(path: String) {
        self.path = path
    }

    /// Copies the hub's file, proves the copy, counts it, and deletes the oldest beyond `limit`.
    ///
    /// A copy that does not prove to be one of this hub is deleted.
    public func backUp(
        _ store: SQLiteHubStore,
        of hub: HubCore,
        keeping limit: Int
    ) async throws(BackupError) -> BackupEntry {
        let file = free(at: hub.now)
        let entry: BackupEntry
        do throws(BackupError) {
            try await BackupError.storing { () throws(StorageError) in
                try await store.copy(to: file)
            }
            entry = try await Self.opened(file) { copy throws(BackupError) in
                try await hub.count(backup: file, copy)
            }
        } catch {
            Self.remove(file)
            throw error
        }
        try await giveUpOldest(of: hub, keeping: limit)
        return entry
    }

    /// Makes a hub of the backup `file` in `folder`, where none may be; it begins another life.
    ///
    /// It goes on counting `file`, from which it may be restored again. Other backups beside that
    /// which it does not know were made in the life that is over: tills will forget what those do
    /// not hold, so they get another name.
    public static func restore(
        _ file: String,
        into folder: String
    ) async throws(BackupError) -> Restoration {
        let target = "\(folder)/\(SQLiteHubStore.fileName)"
        guard access(file, R_OK) == 0 else { throw .isNotThere(path: file) }
        guard access(target, F_OK) != 0 else { throw .isThere(path: target) }
        // A restore that is broken off leaves no hub, since no hub has this name.
        let part = target + ".part"
        remove(part)
        defer { remove(part) }
        try copy(file, to: part)
        let backup = resolved(file)
        let (life, known, census) = try await opened(part) { store throws(BackupError) in
            let report = try await BackupError.storing { () throws(StorageError) in
                try await store.verifyChains()
            }
            guard report.isWhole else {
                throw .notWhole(report.faults.first?.detail ?? "its ledger is broken")
            }
            return try await BackupError.storing { () throws(StorageError) in
                let life = try await store.read { try $0.incarnation() }
                let hub = HubCore(store: store)
                try await hub.restored(from: backup)
                let known = try await hub.backups().map { fileName($0.name) }
                return (life, Set(known), try await store.read { try $0.census() })
            }
        }
        // Before the hub is there: a restore that is broken off here is simply done again.
        let over = await supersede(backup, known, of: life)
        try settle(part, as: target)
        return Restoration(census: census, backup: backup, superseded: over)
    }

    /// Renames the backups beside `backup` that are of `life` too, and whose names are not `known`.
    private static func supersede(
        _ backup: String,
        _ known: Set<String>,
        of life: String
    ) async -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: backup.folder)) ?? []
        var over: [String] = []
        // By name: the folder may lie elsewhere than when they were counted.
        for name in names.sorted() where name.hasPrefix("hub-") && name.hasSuffix(".sqlite") {
            guard !known.contains(name) else { continue }
            let file = "\(backup.folder)/\(name)"
            let other = try? await opened(file) { store throws(BackupError) in
                try await BackupError.storing { () throws(StorageError) in
                    try await store.read { try $0.incarnation() }
                }
            }
            guard other == life, rename(file, file + ".over") == 0 else { continue }
            over.append(file + ".over")
        }
        if !over.isEmpty { try? SQLiteHubStore.flush(backup.folder) }
        return over
    }

    /// A name in this folder that no file has.
    private func free(at milliseconds: Int64) -> String {
        let time = BackupTime(milliseconds: milliseconds).text
        let names = (1...).lazy.map {
            "\(path)/hub-\(time)" + ($0 == 1 ? "" : "-\($0)") + ".sqlite"
        }
        return names.first { access($0, F_OK) != 0 } ?? "\(path)/hub.sqlite"
    }

    /// Deletes the oldest of the hub's backups in this folder, and gives them up.
    private func giveUpOldest(
        of hub: HubCore,
        keeping limit: Int
    ) async throws(BackupError) {
        let names = try await BackupError.storing { () throws(StorageError) in
            try await hub.backups().map(\.name)
        }
        let here = Self.resolved(path)
        let old = Array(names.filter { Self.resolved($0.folder) == here }.dropLast(limit))
        guard !old.isEmpty else { return }
        // First the files: the hub may be restored from whatever it counts.
        for name in old { Self.remove(name) }
        try await BackupError.storing { () throws(StorageError) in
            try await hub.giveUp(backups: old)
        }
    }

    private static func opened<Value>(
        _ file: String,
        _ work: (SQLiteHubStore) async throws(BackupError) -> Value
    ) async throws(BackupError) -> Value {
        let store = try await BackupError.storing { () throws(StorageError) in
            try SQLiteHubStore(path: file)
        }
        defer {
            store.close()
            unlink(file + ".lock")
        }
        return try await work(store)
    }

    private static func copy(_ file: String, to target: String) throws(BackupError) {
        do {
            try FileManager.default.copyItem(atPath: file, toPath: target)
        } catch {
            throw .storage(.deviceFailed(path: target, detail: "\(error)"))
        }
    }

    /// Gives a whole file its name, durably.
    private static func settle(_ part: String, as target: String) throws(BackupError) {
        do throws(StorageError) {
            try SQLiteHubStore.flush(part)
            guard rename(part, target) == 0 else {
                throw .deviceFailed(path: target, detail: String(cString: strerror(errno)))
            }
            try SQLiteHubStore.flush(target.folder)
        } catch {
            throw .storage(error)
        }
    }

    /// The path without links; as it is when there is nothing.
    private static func resolved(_ path: String) -> String {
        guard let text = realpath(path, nil) else { return path }
        defer { Glibc.free(text) }
        return String(cString: text)
    }

    private static func fileName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private static func remove(_ file: String) {
        for suffix in ["", "-wal", "-shm", "-journal", ".lock"] { unlink(file + suffix) }
    }
}

/// What a restore has made.
public struct Restoration: Hashable, Sendable {
    /// What the hub holds.
    public let census: HubCensus
    /// The backup that it came from, which it counts.
    public let backup: String
    /// Backups of the life that is over, under the names that they have now.
    public let superseded: [String]
}

/// A moment as it stands in a backup's name: `20170531T215900Z`.
private struct BackupTime {
    let milliseconds: Int64

    var text: String {
        let seconds = milliseconds / 1000
        let day = BusinessDay(number: Int32(clamping: seconds / 86_400)).civil
        let rest = seconds % 86_400
        func digits(_ number: Int64, _ count: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let date = digits(Int64(day.year), 4) + digits(Int64(day.month)) + digits(Int64(day.day))
        return "\(date)T\(digits(rest / 3600))\(digits(rest / 60 % 60))\(digits(rest % 60))Z"
    }
}
