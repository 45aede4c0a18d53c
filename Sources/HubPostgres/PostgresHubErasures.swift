internal import DurablePostgres
internal import Hub
internal import Retail

extension HubTables {
    /// Who was erased, when and by whom: a number, and nothing that it could be found by.
    static let erasures = """
        CREATE TABLE erasure (
            member bigint PRIMARY KEY,
            at bigint NOT NULL,
            person text NOT NULL
        );
        """
}

/// How a store's transaction keeps erasures.
extension PostgresHubTransaction {
    private static let oneErasure = PostgresStatement(
        "erasure",
        "SELECT * FROM erasure WHERE member = $1::bigint"
    )
    private static let allErasures = PostgresStatement(
        "erasures",
        "SELECT * FROM erasure ORDER BY member"
    )
    private static let putErasure = PostgresStatement(
        "put-erasure",
        """
        INSERT INTO erasure VALUES ($1::bigint, $2::bigint, $3::text) ON CONFLICT DO NOTHING
        """
    )

    func erasure(of member: MemberID) throws -> Erasure? {
        erasures(try connection.fetch(Self.oneErasure, [.long(member.number)])).first
    }

    func erasures() throws -> [Erasure] {
        erasures(try connection.fetch(Self.allErasures))
    }

    private func erasures(_ rows: PostgresRows) -> [Erasure] {
        rows.map { row in
            Erasure(
                member: MemberID(rows.long(row, 0)),
                at: rows.long(row, 1),
                by: String(stored: rows.text(row, 2))
            )
        }
    }

    func put(_ erasure: Erasure) throws {
        try connection.queue(
            Self.putErasure,
            [.long(erasure.member.number), .long(erasure.at), .text(erasure.by.stored)]
        )
    }
}
