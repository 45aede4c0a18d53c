internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Hub
internal import TradeFolder

/// A hub's folder on disk, and what goes into it.
struct HubFolder {
    let path: String

    private var file: String { "\(path)/\(SQLiteHubStore.fileName)" }

    /// Opens the hub in the folder; creates both when they are not there.
    ///
    /// - Parameter admission: Whose messages it is to take.
    func openOrCreate(_ admission: HubAdmission) throws(ExitCode) -> HubCore {
        try DataFolder.make(path)
        return try opened(admission)
    }

    /// Opens the hub in the folder, creates both; nil while another program has the file.
    func openUnlessInUse() throws(ExitCode) -> HubCore? {
        try DataFolder.make(path)
        do throws(StorageError) {
            return HubCore(store: try SQLiteHubStore(path: file))
        } catch {
            if case .inUse = error { return nil }
            throw error.reportedByHub()
        }
    }

    /// Opens the hub in the folder, which has to be there.
    func open() throws(ExitCode) -> HubCore {
        guard FileManager.default.fileExists(atPath: file) else {
            throw Failure.data(
                "\(path): there is no hub here (no \(SQLiteHubStore.fileName)); give the folder of "
                    + "one with --data, or start one with tillhub serve --data \(path)"
            )
        }
        return try opened()
    }

    /// Opens the store in the folder, or the file of this path, and changes nothing in it.
    func openToRead() throws(ExitCode) -> SQLiteHubStore {
        var isFolder = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let file = isFolder ? file : path
        guard isThere, FileManager.default.fileExists(atPath: file) else {
            throw Failure.data("\(file): there is no hub here; give a hub's folder, or a backup")
        }
        do throws(StorageError) {
            return try SQLiteHubStore(reading: file)
        } catch {
            throw error.reported(
                whenInUse: "A hub's file has one program: audit a backup instead, with --data FILE."
            )
        }
    }

    private func opened(_ admission: HubAdmission = .paired) throws(ExitCode) -> HubCore {
        do throws(StorageError) {
            return HubCore(store: try SQLiteHubStore(path: file), admission: admission)
        } catch {
            throw error.reportedByHub()
        }
    }
}

extension HubCore {
    /// Puts the programme that `file` states in force.
    ///
    /// A hub that has published another one to its tills says so and stays with that: a start must
    /// not undo what was published.
    func adopt(_ file: ProgrammeFile) async throws(ExitCode) {
        do throws(AdoptionError) {
            try await adopt(file.rules, text: file.text)
        } catch {
            switch error {
            case .storage(let error): throw error.reportedByHub()
            case .versionIsPublished: throw Failure.data("\(file.path): \(error)")
            case .anotherIsPublished: _ = Failure.data("\(file.path): \(error)")
            }
        }
    }

    /// Keeps the members of a trade folder.
    ///
    /// Lines that are wrong are named and left out; the others are kept all the same.
    ///
    /// - Returns: How many members the folder has, and how many lines were left out.
    func importMembers(folder: String) async throws(ExitCode) -> (members: Int, problems: Int) {
        let table: TradeTable<TradeMember>
        do throws(TradeProblem) {
            table = try TradeFolder(path: folder).members()
        } catch {
            throw Failure.data("\(error)")
        }
        for problem in table.problems { _ = Failure.data("\(problem)") }
        let members = table.rows.map(\.member)
        let leftOut = try await reporting { () throws(StorageError) in
            try await importMembers(members)
        }
        if !leftOut.isEmpty { print(leftOut.wordsOfErased) }
        return (members.count, table.problems.count)
    }
}
