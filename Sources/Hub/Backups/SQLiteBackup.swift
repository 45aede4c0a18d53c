public import DurableSQLite
internal import GRDB
internal import Glibc

/// A SQLite hub's file, copied as it stands at one moment.
extension SQLiteHubStore {
    /// Copies the store into a new file at `path`, which is on the disk when this returns.
    ///
    /// Commits wait while it copies; tills try again by themselves.
    public func copy(to path: String) async throws(StorageError) {
        try await database.scan { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [path])
        }
        try Self.flush(path)
        try Self.flush(path.folder)
    }

    /// Brings what the kernel holds of a file or folder to the disk.
    package static func flush(_ path: String) throws(StorageError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { Glibc.close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw .deviceFailed(path: path, detail: String(cString: strerror(errno)))
        }
    }
}

extension String {
    /// The folder of the file that this path names.
    package var folder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
