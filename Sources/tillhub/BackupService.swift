internal import DurableSQLite
internal import Hub
internal import Logging
internal import ServiceLifecycle

/// Makes a backup of a hub's file at the start, and again and again while the hub serves.
struct BackupService: Service {
    let folder: BackupFolder
    let file: SQLiteHubStore
    let hub: HubCore
    let pause: Duration
    let keep: Int
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await backUp()
                try await Task.sleep(for: pause)
            }
        }
    }

    /// Makes one; a hub whose backup fails serves on, and tills forget nothing more.
    private func backUp() async {
        do throws(BackupError) {
            let entry = try await folder.backUp(file, of: hub, keeping: keep)
            logger.notice("backup \(entry.name): \(entry.marks.count) tills")
            logger.notice("\(HubKeyFile.isInNoBackup)")
        } catch {
            logger.error("no backup was made: \(error)")
        }
    }
}
