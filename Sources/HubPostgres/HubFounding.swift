internal import DurablePostgres
internal import Hub

/// Gives a new store its name, the incarnation; an old one keeps its own.
struct HubFounding {
    let connection: PostgresConnection

    private static let state = PostgresStatement(
        "founding-state",
        """
        SELECT pg_is_in_recovery(), EXISTS (SELECT FROM hub),
            EXISTS (SELECT FROM device) OR EXISTS (SELECT FROM journal)
                OR EXISTS (SELECT FROM member) OR EXISTS (SELECT FROM programme)
        """
    )
    private static let found = PostgresStatement(
        "founding",
        "INSERT INTO hub (id, incarnation) VALUES (1, $1::text) ON CONFLICT DO NOTHING"
    )

    /// Does it.
    ///
    /// - Throws: `refused` for a store that a move was broken off in.
    func run() throws {
        let state = try connection.fetch(Self.state)
        if state.bool(0, 1) || state.bool(0, 0) { return }
        guard !state.bool(0, 2) else {
            throw PostgresError(
                .refused,
                "it holds part of a hub that a move did not finish; drop the database, create it "
                    + "again and repeat tillhub db move"
            )
        }
        _ = try connection.fetch(Self.found, [.text(HubCore.newIncarnation())])
    }
}
