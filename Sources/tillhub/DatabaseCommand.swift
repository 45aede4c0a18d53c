internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Glibc
internal import Hub
internal import HubPostgres
internal import Records
internal import Synchronization

/// What is done with a hub's store as a whole.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Moves a hub from its file into a PostgreSQL database.",
        subcommands: [Move.self]
    )
}

/// Carries a hub from its file into a database.
struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Carries everything from a hub's file into an empty PostgreSQL database.",
        discussion: """
            Stop `tillhub serve` first; tills keep selling meanwhile. Both stores are read back \
            and have to show the same digest; then the database is the hub, under the same name, \
            and tills go on where they were. The file is only read: keep it as a backup and never \
            serve from it again.
            """
    )

    @Option(help: "The hub's file, hub.sqlite, or the folder that it is in.")
    var from: String
    @Option(help: "The database, as postgresql://USER@HOST:PORT/NAME.")
    var to: String

    func run() async throws {
        let source = try openSource()
        let target = try HubDatabase.open(to, founding: .later)
        let shown = Mutex(-1)
        let digest: Digest
        do throws(HubMoveError) {
            digest = try await HubMove(from: source, to: target).run { progress in
                let isNews = shown.withLock { shown in
                    defer { shown = progress.percent }
                    return shown != progress.percent
                }
                if isNews { Self.tell(progress) }
            }
        } catch {
            switch error {
            case .storage(let error): throw error.reportedByHub()
            case .targetIsNotEmpty, .digestsDiffer: throw Failure.data("\(error)")
            }
        }
        let census = try await reporting { () throws(StorageError) in
            try await target.read { try $0.census() }
        }
        print(
            "moved \(census.devices) tills, \(census.records) records, \(census.sales) sales, "
                + "\(census.members) members"
        )
        print("digest \(digest), equal on both sides")
    }

    private func openSource() throws(ExitCode) -> SQLiteHubStore {
        var isFolder = false
        let isThere = FileManager.default.fileExists(atPath: from, isDirectory: &isFolder)
        let path = isFolder ? "\(from)/\(SQLiteHubStore.fileName)" : from
        guard isThere, FileManager.default.fileExists(atPath: path) else {
            throw Failure.data("\(path): there is no hub here; give a hub's file with --from")
        }
        do throws(StorageError) {
            return try SQLiteHubStore(path: path)
        } catch {
            throw error.reportedByHub()
        }
    }

    private static func tell(_ progress: HubMove.Progress) {
        let line =
            "\(progress.percent) %: \(progress.records) of \(progress.ofRecords) records, "
            + "\(progress.sales) of \(progress.ofSales) sales\n"
        _ = write(STDERR_FILENO, line, line.utf8.count)
    }
}

extension HubMove.Progress {
    /// How much is done, in whole percent.
    fileprivate var percent: Int {
        (records + sales) * 100 / max(1, ofRecords + ofSales)
    }
}
