internal import DurablePostgres

/// Brings a database to the newest form of the hub's tables, or says why it cannot.
///
/// Any number of hubs may start at the same moment: one of them does the work behind a lock of the
/// whole database, the others find it done. A migration either expands what there is or waits for
/// the next version to contract it, so hubs of two versions may work side by side.
struct HubMigration {
    let connection: PostgresConnection

    private static let lock = PostgresStatement(
        "migration-lock",
        "SELECT pg_advisory_lock(1398096464, hashtext(current_schema()))"
    )
    private static let unlock = PostgresStatement(
        "migration-unlock",
        "SELECT pg_advisory_unlock(1398096464, hashtext(current_schema()))"
    )
    private static let place = PostgresStatement(
        "migration-place",
        """
        SELECT pg_is_in_recovery(), current_schema() IS NOT NULL,
            to_regclass('hub_migration') IS NOT NULL
        """
    )
    private static let newest = PostgresStatement(
        "migration-newest",
        "SELECT COALESCE(MAX(version), 0) FROM hub_migration"
    )
    private static let table = """
        CREATE TABLE hub_migration (
            version integer PRIMARY KEY,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """

    /// Does it; a standby is only looked at.
    func run() throws {
        let place = try connection.fetch(Self.place)
        guard place.bool(0, 1) else {
            throw PostgresError(.refused, "the search_path names no schema that there is")
        }
        if place.bool(0, 0) {
            try check(place.bool(0, 2) ? try newest() : 0)
            return
        }
        try connection.run(script: "SET lock_timeout TO 0; SET statement_timeout TO 0")
        _ = try connection.fetch(Self.lock)
        defer { _ = try? connection.fetch(Self.unlock) }
        let version = try connection.fetch(Self.place).bool(0, 2) ? try newest() : 0
        guard version <= HubTables.migrations.count else { return try check(version) }
        for (index, step) in HubTables.migrations.enumerated() where index >= version {
            try connection.run(script: Self.script(step, version: index + 1))
        }
    }

    /// Only looks: throws unless the tables are of the newest form.
    func look() throws {
        let place = try connection.fetch(Self.place)
        try check(place.bool(0, 2) ? try newest() : 0)
    }

    private static func script(_ step: String, version: Int) -> String {
        """
        BEGIN;
        \(version == 1 ? table : "SELECT 1");
        \(step)
        INSERT INTO hub_migration (version) VALUES (\(version));
        COMMIT
        """
    }

    private func newest() throws -> Int {
        Int(try connection.fetch(Self.newest).int(0, 0))
    }

    private func check(_ version: Int) throws {
        let own = HubTables.migrations.count
        guard version != own else { return }
        throw PostgresError(
            .refused,
            "its tables are of version \(version) and this program knows \(own); "
                + (version > own ? "start the newer program" : "start tillhub on the primary first")
        )
    }
}
