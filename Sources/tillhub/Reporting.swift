internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import HubWeb

extension StorageError {
    /// As every program says it, and where a hub that is serving gives its reports.
    func reportedByHub() -> ExitCode {
        reported(
            whenInUse: "A hub that is serving gives reports to its own machine: curl -k "
                + "'https://127.0.0.1:\(HubServer.defaultPort)/v1/reports/NAME?as-of=DATE'."
        )
    }
}

/// Runs `work` on a store, and ends the program with what is wrong when it fails.
func reporting<Value>(
    _ work: () async throws(StorageError) -> Value
) async throws(ExitCode) -> Value {
    do throws(StorageError) {
        return try await work()
    } catch {
        throw error.reportedByHub()
    }
}
