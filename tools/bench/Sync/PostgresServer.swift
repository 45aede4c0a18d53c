internal import Glibc

/// A PostgreSQL server of the bench's own, gone with it.
final class PostgresServer {
    private static let programs = "/usr/lib/postgresql/15/bin"

    private let folder: String
    private let keeper: ChildProgram

    /// Starts one with `keeper`, the program `tools/private-postgres`.
    init(root: String) throws {
        guard access(Self.programs + "/initdb", X_OK) == 0 else {
            throw Skipped(why: "PostgreSQL 15 is not installed (Debian: postgresql-15)")
        }
        // A socket's path has to be short.
        folder = "/tmp/suanpan-bench-\(getpid())"
        keeper = try ChildProgram(path: "\(root)/tools/private-postgres", [folder])
        try keeper.wait(forLine: "ready")
    }

    /// Where a database is.
    func address(_ database: String) -> String {
        "postgresql:///\(database)?host=\(folder)&user=suanpan"
    }

    /// Runs one statement.
    func execute(_ statement: String, on database: String = "postgres") throws {
        try psql(["-c", statement], on: database)
    }

    /// Runs a file of statements, each of them a transaction.
    func run(file: String, on database: String) throws {
        try psql(["-f", file], on: database)
    }

    /// Writes what a database holds as statements; `options` are those of `pg_dump`.
    func dump(_ database: String, to file: String, _ options: [String]) throws {
        try finish("pg_dump", ["-d", database, "-f", file] + options)
    }

    /// Stops the server and takes its folder away.
    func stop() throws { _ = try keeper.finish() }

    private func psql(_ words: [String], on database: String) throws {
        let common = ["-X", "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1"]
        try finish("psql", ["-d", database] + common + words)
    }

    private func finish(_ program: String, _ words: [String]) throws {
        let child = try ChildProgram(
            path: "\(Self.programs)/\(program)",
            ["-h", folder, "-U", "suanpan"] + words
        )
        let status = try child.finish()
        guard status == 0 else { throw BenchFault("\(program) ended with \(status)") }
    }
}
