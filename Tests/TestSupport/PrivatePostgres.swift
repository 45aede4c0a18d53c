import Foundation
import Synchronization

/// A PostgreSQL server of this test run's own: on a socket in a temporary directory, gone with it.
///
/// It is Debian's package `postgresql-15`, started as a user without rights, since the server runs
/// as nobody else. It lives as long as the pipe to its keeper: when the tests end, however they
/// end, the keeper stops it and takes the directory away.
package final class PrivatePostgres: Sendable {
    /// Where Debian puts the server's programs.
    private static let programs = "/usr/lib/postgresql/15/bin"

    /// Whether the package is there.
    package static let isInstalled = FileManager.default.isExecutableFile(
        atPath: programs + "/initdb"
    )
    /// Why a test that needs it is left out.
    package static let absence = "PostgreSQL 15 is not installed (Debian: postgresql-15)"

    /// The one server of this run, started when it is first asked for.
    package static let shared = Result { try PrivatePostgres() }

    /// The directory with the socket.
    package let folder: String
    private let keeper: Mutex<Process>
    private let leash: Pipe
    private let named = Mutex(0)

    /// What keeps a server; it stands with the tools, since they need one too.
    private static let keeperPath = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "tools/private-postgres").path

    /// Starts a server.
    ///
    /// - Parameter options: More settings for it, as on the server's command line; before them
    ///   `--standby` for a second server that follows it.
    package init(_ options: String...) throws {
        // A socket's path has to be short.
        folder = "/tmp/suanpan-postgres-\(UUID().uuidString.prefix(8))"
        let process = Process()
        process.executableURL = URL(filePath: Self.keeperPath)
        process.arguments = [folder] + options
        leash = Pipe()
        let answer = Pipe()
        process.standardInput = leash
        process.standardOutput = answer
        try process.run()
        keeper = Mutex(process)
        let word = answer.fileHandleForReading.availableData
        guard String(decoding: word, as: UTF8.self).hasPrefix("ready") else {
            let log = try? String(contentsOfFile: folder + "/start.log", encoding: .utf8)
            try? leash.fileHandleForWriting.close()
            throw NotStarted(log: log ?? "no log")
        }
    }

    deinit {
        try? leash.fileHandleForWriting.close()
        keeper.withLock { $0.waitUntilExit() }
    }

    /// The address of a database or a schema in it, here or on the standby.
    ///
    /// - Parameters:
    ///   - schema: The schema in which names are looked up; nil for the server's own choice.
    ///   - options: More settings of the session, such as `-c synchronous_commit=off`.
    package func address(
        schema: String? = nil,
        database: String = "postgres",
        options: [String] = [],
        isStandby: Bool = false
    ) -> String {
        let settings = (schema.map { ["-c search_path=\($0)"] } ?? []) + options
        let words = settings.joined(separator: " ")
            .replacing("%", with: "%25").replacing(" ", with: "%20").replacing("=", with: "%3D")
        let host = folder + (isStandby ? "/standby" : "")
        return "postgresql:///\(database)?host=\(host)&user=suanpan&options=\(words)"
    }

    /// A name that nobody else on this server has.
    package func newName() -> String {
        named.withLock { named in
            named += 1
            return "t\(named)"
        }
    }

    /// Runs statements with `psql`, as an administrator would.
    @discardableResult
    package func psql(_ sql: String, database: String = "postgres") throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: Self.programs + "/psql")
        process.arguments = [
            "-h", folder, "-U", "suanpan", "-d", database, "-X", "-q", "-A", "-t",
            "-v", "ON_ERROR_STOP=1", "-c", sql,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NotStarted(log: sql) }
        return String(decoding: text, as: UTF8.self)
    }

    /// A server that did not come up, or a statement that it did not take.
    struct NotStarted: Error {
        let log: String
    }
}
