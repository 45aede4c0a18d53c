/// A statement that every connection prepares once, when it first needs it.
public struct PostgresStatement: Sendable {
    /// Its name on the server.
    let name: String
    /// Its text, with `$1`, `$2` … for the values.
    let sql: String

    /// The statement `sql`, which no other one shares its `name` with.
    public init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }

    static let savepoint = PostgresStatement("savepoint", "SAVEPOINT attempt")
    static let release = PostgresStatement("release", "RELEASE SAVEPOINT attempt")
    static let undo = PostgresStatement("undo", "ROLLBACK TO SAVEPOINT attempt")
    static let write = PostgresStatement(
        "write",
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    )
    static let read = PostgresStatement("read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    static let commit = PostgresStatement("commit", "COMMIT")
    static let rollback = PostgresStatement("rollback", "ROLLBACK")
    static let number = PostgresStatement("number", "SELECT pg_current_xact_id()::text::bigint")
    static let outcome = PostgresStatement(
        "outcome",
        "SELECT pg_xact_status($1::bigint::text::xid8)"
    )
}
