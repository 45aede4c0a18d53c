internal import ArgumentParser
internal import DurableSQLite
internal import Glibc
internal import Hub
internal import HubWeb

/// What a program ends with, by sysexits.h.
enum Failure: Int32 {
    /// A file says something that cannot be.
    case data = 65
    /// Somebody else has what is needed.
    case unavailable = 69
    /// A folder or file cannot be created.
    case cannotCreate = 73
    /// The disk failed, or is full.
    case io = 74

    /// Says what is wrong on the error output; throw what it returns.
    func callAsFunction(_ message: String) -> ExitCode {
        let line = Array("tillhub: \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        return ExitCode(rawValue)
    }
}

extension StorageError {
    /// Says what is wrong; throw what it returns.
    func reported() -> ExitCode {
        switch self {
        case .inUse:
            Failure.unavailable(
                "\(self) A hub that is serving gives reports at "
                    + "http://127.0.0.1:\(HubServer.defaultPort)/v1/reports/NAME?as-of=DATE."
            )
        case .damaged, .refused: Failure.data("\(self)")
        case .diskFull, .deviceFailed, .notDurable: Failure.io("\(self)")
        }
    }
}

/// Runs `work` on a store, and ends the program with what is wrong when it fails.
func reporting<Value>(
    _ work: () async throws(StorageError) -> Value
) async throws(ExitCode) -> Value {
    do throws(StorageError) {
        return try await work()
    } catch {
        throw error.reported()
    }
}
