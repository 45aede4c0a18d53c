public import DurablePostgres
public import DurableSQLite
public import Hub

/// A hub's store on a PostgreSQL server, which any number of hubs may share.
///
/// A commit is one transaction with `synchronous_commit` on: it has returned from the server's disk
/// when this returns. Commits that decide about one device come one after the other by a lock that
/// the transaction holds; those of different devices go side by side, and the server lets them
/// share a flush.
public struct PostgresHubStore: HubStore {
    /// What becomes of a store that has no name yet.
    public enum Founding: Sendable {
        /// It is a new hub, unless something is in it.
        case now
        /// A move will name it when everything is there.
        case later
        /// Nothing: it is only read, and its tables are the newest already.
        case never
    }

    /// How many connections a hub takes unless somebody says otherwise.
    public static let defaultConnections = 8

    private let pool: PostgresPool
    /// Which server, for errors.
    private let path: String

    /// Opens the store at `address` and brings its tables to the newest form.
    ///
    /// On a standby it can only be read.
    ///
    /// - Parameters:
    ///   - address: The server and the database, which has to be there.
    ///   - connections: How many transactions may be under way at a time.
    ///   - founding: What becomes of a store that has no name yet.
    public init(
        _ address: PostgresAddress,
        connections: Int = PostgresHubStore.defaultConnections,
        founding: Founding = .now
    ) throws(StorageError) {
        pool = PostgresPool(address, size: connections)
        path = address.description
        do {
            // Not one of the pool's: it waits for other hubs' migrations as long as they take.
            let connection = try PostgresConnection(address)
            switch founding {
            case .now:
                try HubMigration(connection: connection).run()
                try HubFounding(connection: connection).run()
            case .later: try HubMigration(connection: connection).run()
            case .never: try HubMigration(connection: connection).look()
            }
        } catch {
            throw StorageError(postgres: error, path: path)
        }
    }

    public func commit<Value: Sendable>(
        _ work: @escaping @Sendable (any HubTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        try await run(.write) { try work($0) }
    }

    public func read<Value: Sendable>(
        _ work: @escaping @Sendable (any HubReading) throws -> Value
    ) async throws(StorageError) -> Value {
        try await run(.read) { try work($0) }
    }

    private func run<Value: Sendable>(
        _ mode: PostgresConnection.Mode,
        _ work: @escaping @Sendable (PostgresHubTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        do {
            return try await pool.run(mode) { connection in
                try work(PostgresHubTransaction(connection: connection))
            }
        } catch {
            throw StorageError(postgres: error, path: path)
        }
    }

    /// Closes the connections; commits under way end first.
    public func close() {
        pool.close()
    }
}

extension StorageError {
    /// What a server or its library reports, in our terms.
    init(postgres error: any Error, path: String) {
        guard let error = error as? PostgresError else {
            self.init(error, path: path)
            return
        }
        switch error.kind {
        case .unreachable, .inDoubt, .conflict, .cancelled:
            self = .unreachable(path: path, detail: error.detail)
        case .full: self = .diskFull(path: path)
        case .damaged: self = .damaged(path: path, detail: error.detail)
        case .notDurable: self = .notDurable(path: path, detail: error.detail)
        case .data, .refused: self = .refused(path: path, detail: error.detail)
        }
    }
}
