import DurablePostgres
import Hub
import HubPostgres
import TestSupport

/// A PostgreSQL store in a schema of its own on this run's private server.
final class ServerStore: WrappedStore {
    /// What a chain that has grown splits, and by what (decision 24).
    static let partitions = [
        ("journal", "device"), ("operation", "operation"), ("sale", "device"),
        ("sale_name", "sale"), ("receipt", "store, till"), ("sale_department", "device"),
        ("posting", "member"), ("difference", "device"), ("member", "member"),
        ("lease", "lease"), ("lease_pool", "pool"), ("lease_balance", "pool"),
    ]

    let store: PostgresHubStore
    /// Where a second hub finds the same store.
    let address: PostgresAddress

    init(isFounded: Bool = true, isPartitioned: Bool = false) throws {
        let server = try PrivatePostgres.shared.get()
        let schema = server.newName()
        try PostgresConnection(PostgresAddress(server.address()))
            .run(script: "CREATE SCHEMA \(schema)")
        address = try PostgresAddress(server.address(schema: schema))
        if isPartitioned { try Self.partition(address) }
        store = try PostgresHubStore(
            address,
            connections: 4,
            founding: isFounded ? .now : .later
        )
    }

    deinit {
        store.close()
    }

    /// Another hub's view of the same store.
    func again() throws -> PostgresHubStore {
        try PostgresHubStore(address, connections: 4)
    }

    /// Replaces the tables by ones in four parts, as an administrator would while they are empty.
    private static func partition(_ address: PostgresAddress) throws {
        try PostgresHubStore(address, connections: 1, founding: .later).close()
        let connection = try PostgresConnection(address)
        for (table, key) in partitions {
            let parts = (0..<4).map { part in
                "CREATE TABLE \(table)_\(part) PARTITION OF \(table) "
                    + "FOR VALUES WITH (MODULUS 4, REMAINDER \(part));"
            }
            try connection.run(
                script: """
                    ALTER TABLE \(table) RENAME TO \(table)_whole;
                    CREATE TABLE \(table) (LIKE \(table)_whole INCLUDING ALL)
                        PARTITION BY HASH (\(key));
                    \(parts.joined(separator: "\n"))
                    DROP TABLE \(table)_whole;
                    """
            )
        }
    }
}
