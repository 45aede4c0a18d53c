internal import GRDB

/// Why a database did not do as it was asked.
///
/// Whatever it was, nothing is half done.
public enum StorageError: Error, Hashable, Sendable {
    /// The disk has no room for this transaction. It has not happened; free some room and repeat
    /// it.
    case diskFull(path: String)
    /// Another process has the file.
    case inUse(path: String, holder: String)
    /// The connection would lose what it acknowledges.
    case notDurable(path: String, detail: String)
    /// The file is damaged, or no database at all.
    case damaged(path: String, detail: String)
    /// The disk failed. Whether the last transaction is durable is unknown: stop, and open again.
    case deviceFailed(path: String, detail: String)
    /// The transaction breaks a rule of the schema; it has not happened.
    case refused(path: String, detail: String)
    /// The database is on a server that does not answer: ask again later.
    case unreachable(path: String, detail: String)

    /// What GRDB reports, in our terms.
    public init(_ error: any Error, path: String) {
        if let known = error as? StorageError {
            self = known
            return
        }
        if let error = error as? RowDecodingError {
            self = .damaged(path: path, detail: "\(error)")
            return
        }
        guard let error = error as? DatabaseError else {
            self = .deviceFailed(path: path, detail: "\(error)")
            return
        }
        let detail = error.message ?? "SQLite result \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse(path: path, holder: "another connection")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path, detail: detail)
        case .SQLITE_CONSTRAINT: self = .refused(path: path, detail: detail)
        default: self = .deviceFailed(path: path, detail: detail)
        }
    }

    static func mapping<Value>(
        _ path: String,
        _ work: () throws -> Value
    ) throws(StorageError) -> Value {
        do {
            return try work()
        } catch {
            throw StorageError(error, path: path)
        }
    }
}

extension StorageError: CustomStringConvertible {
    /// What is true, where, and what to do.
    public var description: String {
        switch self {
        case .diskFull(let path):
            "\(path): the disk is full. Nothing was changed. Free some room and try again."
        case .inUse(let path, let holder):
            "\(path): in use by \(holder). Stop it first; two programs may not write one database."
        case .notDurable(let path, let detail):
            "\(path): refusing to open, sales could be lost: \(detail)."
        case .damaged(let path, let detail):
            "\(path): damaged (\(detail)). Keep the file as it is and restore a backup beside it."
        case .deviceFailed(let path, let detail):
            "\(path): the disk failed (\(detail)). Check the disk, then start again."
        case .refused(let path, let detail):
            "\(path): refused (\(detail)). Nothing was changed."
        case .unreachable(let path, let detail):
            "\(path): cannot be reached (\(detail)). Start the server or mend the line to it."
        }
    }
}
