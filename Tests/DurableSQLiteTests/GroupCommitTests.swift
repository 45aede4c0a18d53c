import DurableSQLite
import GRDB
import Synchronization
import Testing

/// Many transactions in one, none of them half.
struct GroupCommitTests {
    private func database(_ folder: TestFolder) throws -> DurableDatabase {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("number") { db in
            try db.execute(sql: "CREATE TABLE number (value INTEGER PRIMARY KEY)")
        }
        return try DurableDatabase(path: folder.file, migrator: migrator)
    }

    private func insert(_ numbers: Int...) -> GroupCommit.Work<Void> {
        { db in
            for number in numbers {
                try db.execute(sql: "INSERT INTO number VALUES (?)", arguments: [number])
            }
        }
    }

    private func numbers(_ database: DurableDatabase) async throws -> [Int] {
        try database.read { try Int.fetchAll($0, sql: "SELECT value FROM number ORDER BY 1") }
    }

    @Test func `work that arrives together shares commits and all of it happens`() async throws {
        let folder = try TestFolder()
        let database = try database(folder)
        let group = GroupCommit(database)
        let commits = Counter(database)
        await withTaskGroup(of: Void.self) { tasks in
            for number in 0..<200 {
                tasks.addTask { try? await group.run(self.insert(number)) }
            }
        }
        #expect(try await numbers(database) == Array(0..<200))
        #expect(commits.count < 200, "200 pieces took \(commits.count) commits")
    }

    @Test func `one bad piece fails alone and leaves nothing behind`() async throws {
        let folder = try TestFolder()
        let database = try database(folder)
        let group = GroupCommit(database)
        let failed = await withTaskGroup(of: Int?.self) { tasks in
            for number in 0..<50 {
                // Number 7 breaks off after half of its work.
                let work = number == 7 ? insert(1000, 1001, 1000) : insert(number)
                tasks.addTask {
                    do throws(StorageError) {
                        try await group.run(work)
                        return nil
                    } catch {
                        return number
                    }
                }
            }
            return await tasks.reduce(into: []) { $0 += [$1].compactMap { $0 } }
        }
        #expect(failed == [7])
        #expect(try await numbers(database) == (0..<50).filter { $0 != 7 })
    }

    @Test func `nobody is answered before his work is there`() async throws {
        let folder = try TestFolder()
        let database = try database(folder)
        let group = GroupCommit(database)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<100 {
                tasks.addTask {
                    try await group.run(self.insert(number))
                    let found = try await self.numbers(database)
                    #expect(found.contains(number))
                }
            }
            try await tasks.waitForAll()
        }
    }

    @Test func `an owner who closes the database as soon as he is answered may do so`() async throws
    {
        final class Owner: Sendable {
            let database: DurableDatabase
            init(_ database: DurableDatabase) { self.database = database }
            deinit { database.close() }
        }
        for _ in 0..<200 {
            let folder = try TestFolder()
            let database = try database(folder)
            let group = GroupCommit(database)
            let owner = Owner(database)
            // The work holds the owner; once it is answered nobody else does.
            try await group.run { [owner] _ in withExtendedLifetime(owner) {} }
        }
    }

    @Test func `what is posted goes along with the next commit`() async throws {
        let folder = try TestFolder()
        let database = try database(folder)
        let group = GroupCommit(database)
        let commits = Counter(database)
        group.post(insert(1)) { #expect($0 == nil) }
        group.post(insert(2)) { #expect($0 == nil) }
        try await group.run(insert(3))
        #expect(try await numbers(database) == [1, 2, 3])
        #expect(commits.count == 1)
    }

    @Test func `what is posted is durable by itself before long`() async throws {
        let folder = try TestFolder()
        let database = try database(folder)
        let group = GroupCommit(database)
        let fault = await withCheckedContinuation { done in
            group.post(insert(1)) { done.resume(returning: $0) }
        }
        #expect(fault == nil)
        #expect(try await numbers(database) == [1])
    }

    @Test func `what is posted and bad takes nobody down, and its owner is told`() async throws {
        let folder = try TestFolder()
        let database = try database(folder)
        let group = GroupCommit(database)
        let told = Mutex<StorageError?>(nil)
        group.post(insert(5, 5)) { fault in told.withLock { $0 = fault } }
        try await group.run(insert(6))
        #expect(try await numbers(database) == [6])
        guard case .refused = told.withLock({ $0 }) else {
            Issue.record("the owner was told \(String(describing: told.withLock { $0 }))")
            return
        }
    }
}

/// Counts the commits of a database.
private final class Counter: TransactionObserver, Sendable {
    private let commits = Mutex(0)

    init(_ database: DurableDatabase) {
        database.queue.add(transactionObserver: self, extent: .databaseLifetime)
    }

    var count: Int { commits.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}
