/// How a connection makes sure that the server keeps what it acknowledges.
extension PostgresConnection {
    /// What the server says about itself.
    private static let settings = PostgresStatement(
        "settings",
        """
        SELECT current_setting('server_version_num')::integer, current_setting('server_encoding'),
            current_setting('fsync'), current_setting('synchronous_commit')
        """
    )

    /// What every session of ours has: a statement that hangs, and a hub that hangs, end.
    private static let session = """
        SET statement_timeout TO '60s';
        SET lock_timeout TO '10s';
        SET idle_in_transaction_session_timeout TO '60s';
        SET tcp_keepalives_idle TO 10;
        SET tcp_keepalives_interval TO 5;
        SET tcp_keepalives_count TO 3;
        SET jit TO off;
        """

    /// Reads back what durability hangs on, and pins it for this session.
    ///
    /// The server, the role, the database and the address may each have set it; a commit that
    /// returns before its flush looks exactly the same until the power goes.
    func settleDurability() throws(PostgresError) {
        let rows: PostgresRows
        do {
            rows = try fetch(Self.settings)
        } catch {
            throw (error as? PostgresError) ?? PostgresError(.refused, "\(error)")
        }
        let level = rows.text(0, 3)
        if let fault = Self.fault(
            version: rows.int(0, 0),
            encoding: rows.text(0, 1),
            fsync: rows.text(0, 2),
            synchronousCommit: level
        ) {
            throw fault
        }
        try run(script: Self.session + "SET synchronous_commit TO \(level)")
    }

    /// Why a server with these settings is not to be trusted with sales; nil when it is.
    static func fault(
        version: Int32,
        encoding: String,
        fsync: String,
        synchronousCommit level: String
    ) -> PostgresError? {
        guard version >= 150_000 else {
            return PostgresError(
                .refused,
                "the server is version \(version / 10_000), 15 is needed"
            )
        }
        guard encoding == "UTF8" else {
            return PostgresError(
                .refused,
                "the database is in \(encoding); create it with ENCODING 'UTF8'"
            )
        }
        guard fsync == "on" else {
            return PostgresError(.notDurable, "fsync is \(fsync) on the server, it has to be on")
        }
        guard level == "on" || level == "remote_apply" else {
            return PostgresError(
                .notDurable,
                "synchronous_commit is \(level), it has to be on; see ALTER SYSTEM, ALTER "
                    + "DATABASE, ALTER ROLE and the options in the address"
            )
        }
        return nil
    }
}
