internal import ArgumentParser
internal import CommandKit
internal import DurablePostgres
internal import DurableSQLite
internal import HubPostgres

/// A hub's PostgreSQL database, as an operator names it.
enum HubDatabase {
    /// Opens the store at `url`.
    static func open(
        _ url: String,
        founding: PostgresHubStore.Founding = .now
    ) throws(ExitCode) -> PostgresHubStore {
        let address: PostgresAddress
        do throws(PostgresError) {
            address = try PostgresAddress(url)
        } catch {
            throw Failure.data("\(error)")
        }
        do throws(StorageError) {
            return try PostgresHubStore(address, founding: founding)
        } catch {
            throw error.reportedByHub()
        }
    }
}
