internal import GRDB
internal import Retail

extension HubSchema {
    /// Who was erased, when and by whom: a number, and nothing that it could be found by.
    static let erasures = """
        CREATE TABLE erasure (
            member INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            person TEXT NOT NULL
        ) STRICT;
        """
}

/// How a store's transaction keeps erasures.
extension SQLiteHubTransaction {
    func erasure(of member: MemberID) throws -> Erasure? {
        try first("SELECT * FROM erasure WHERE member = ?", [member.number]).map(Self.erasure)
    }

    func erasures() throws -> [Erasure] {
        try Row.fetchAll(db, sql: "SELECT * FROM erasure ORDER BY member").map(Self.erasure)
    }

    private static func erasure(_ row: Row) -> Erasure {
        Erasure(member: MemberID(row[0]), at: row[1], by: String(stored: row[2]))
    }

    func put(_ erasure: Erasure) throws {
        try run(
            "INSERT INTO erasure VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [erasure.member.number, erasure.at, erasure.by.stored]
        )
    }
}
