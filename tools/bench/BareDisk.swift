internal import FoundationEssentials
internal import GRDB
internal import Glibc

/// What the disk does alone: 4 KiB of a file that is there already, written over and flushed.
///
/// Nothing durable can be faster. The file keeps its size, so the flush writes no metadata.
struct BareDisk {
    private static let pages = 1024
    private static let pageSize = 4096

    private let descriptor: Int32
    private let page = [UInt8](repeating: 0x5A, count: pageSize)
    private var next = 0

    init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BenchFault("\(path): cannot be made (\(errno))") }
        for index in 0..<Self.pages {
            _ = pwrite(descriptor, page, page.count, off_t(index * Self.pageSize))
        }
        guard fsync(descriptor) == 0 else { throw BenchFault("\(path): cannot be flushed") }
    }

    /// One overwrite and its flush.
    mutating func overwrite() throws {
        let place = off_t(next % Self.pages * Self.pageSize)
        next += 1
        guard pwrite(descriptor, page, page.count, place) == page.count, fdatasync(descriptor) == 0
        else { throw BenchFault("overwrite: \(String(cString: strerror(errno)))") }
    }

    func close() { _ = Glibc.close(descriptor) }
}

/// What SQLite does alone, through GRDB: two inserts in one WAL transaction with synchronous=FULL.
///
/// The first carries the bytes of a sale's record, the second the 40 bytes of a print job: the
/// least that a sale and its paper need. There is no index, no chain, no group and no thread of
/// ours.
struct BareSQLite {
    private let queue: DatabaseQueue

    init(path: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE sale (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
                    CREATE TABLE job (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
                    """
            )
        }
    }

    /// One durable transaction.
    func insert(_ record: Data, _ job: Data) throws {
        try queue.write { db in
            try db.cachedStatement(sql: "INSERT INTO sale (bytes) VALUES (?)")
                .execute(arguments: [record])
            try db.cachedStatement(sql: "INSERT INTO job (bytes) VALUES (?)")
                .execute(arguments: [job])
        }
    }

    func close() { try? queue.close() }
}

/// Why nothing can be measured here.
struct BenchFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
