public import ArgumentParser
public import DurableSQLite
internal import Glibc

/// Why a program ended, as its exit status says it (sysexits.h).
public enum Failure: Int32, Sendable {
    /// What was looked at is not as it should be: a chain broken, a device dead.
    case notWell = 1
    /// A file says something that cannot be.
    case data = 65
    /// Somebody else has what is needed: a port, a database.
    case unavailable = 69
    /// The program did not do what it exists for; the text says what to tell us.
    case software = 70
    /// A folder or file cannot be created.
    case cannotCreate = 73
    /// The disk failed, or is full.
    case io = 74

    /// Says what is wrong on the error output; throw what it returns.
    public func callAsFunction(_ message: String) -> ExitCode {
        let program = CommandLine.arguments.first?.split(separator: "/").last ?? "suanpan"
        let line = Array("\(program): \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        return ExitCode(rawValue)
    }
}

extension StorageError {
    /// Says what is wrong on the error output; throw what it returns.
    ///
    /// - Parameter hint: What else somebody may do who finds the database in use.
    public func reported(whenInUse hint: String? = nil) -> ExitCode {
        switch self {
        case .inUse: Failure.unavailable("\(self)" + (hint.map { " \($0)" } ?? ""))
        case .unreachable: Failure.unavailable("\(self)")
        case .damaged, .refused: Failure.data("\(self)")
        case .diskFull, .deviceFailed, .notDurable: Failure.io("\(self)")
        }
    }
}
