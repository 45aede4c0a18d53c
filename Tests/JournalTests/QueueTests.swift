import DurableSQLite
import GRDB
import Journal
import Records
import Retail
import SyncProtocol
import Synchronization
import Testing

/// The journal is the queue: what lies after the mark is what the hub does not have.
struct QueueTests {
    /// A journal of nine sales, records 2 to 10.
    private func nine(_ folder: TestFolder) async throws -> TillJournal {
        var till = TestTill()
        let journal = try folder.journal()
        try await journal.append([till.open()])
        for number in 1...9 {
            try await journal.append([till.sell(Int32(number))])
        }
        return journal
    }

    @Test func `the queue is what lies after the mark, through a power cut`() async throws {
        let folder = try TestFolder()
        var journal = try await nine(folder)
        let root = ChainHead.root(of: TestTill.device, epoch: 1)
        #expect(journal.queueDepth.mark == root)
        #expect(journal.queueDepth.waiting == 10)

        let records = try await journal.records(after: 0, limit: 100, byteLimit: .max)
        let memory = DeviceMemory(
            mark: records[6].position,
            archived: 3,
            incarnation: "a",
            token: SyncToken(rawValue: "t"),
            apart: .fork
        )
        journal.remember(memory, setAside: 2)
        try await journal.settle()
        journal.abandon()
        journal = try folder.journal()
        let depth = journal.queueDepth
        #expect(depth.head == records[9].position)
        #expect(depth.mark == records[6].position)
        #expect(depth.waiting == 3)
        #expect(depth.setAside == 2)
        #expect(journal.memory == memory)

        // A hub that was restored moves it back.
        journal.remember(DeviceMemory(mark: root, incarnation: "b"), setAside: 1)
        #expect(journal.queueDepth.waiting == 10)
        #expect(journal.queueDepth.setAside == 3)
    }

    @Test func `a mark that a power cut forgets is only too low: the hub says it again`()
        async throws
    {
        let folder = try TestFolder()
        let journal = try await nine(folder)
        let head = journal.queueDepth.head
        journal.remember(DeviceMemory(mark: head))
        #expect(journal.queueDepth.waiting == 0)
        journal.abandon()
        #expect(try folder.journal().queueDepth.waiting == 10)
    }

    typealias Row = (after: UInt64, limit: Int, bytes: Int, found: [UInt64], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (0,  100, .max,  Array(1...10), "all of it"),
        (7,  100, .max,  [8, 9, 10],    "what comes after"),
        (10, 100, .max,  [],            "nothing comes after the head"),
        (99, 100, .max,  [],            "nor after what is not there"),
        (2,  3,   .max,  [3, 4, 5],     "at most so many"),
        (0,  0,   .max,  [],            "none when none are asked for"),
        (4,  100, 0,     [5],           "one at least, however long: the queue moves"),
        (4,  100, 2400,  [5, 6, 7],       "as many as fit"),
    ]

    @Test(arguments: rows)
    func `a piece of the queue has the size that was asked for`(_ row: Row) async throws {
        let journal = try await nine(TestFolder())
        let records = try await journal.records(
            after: row.after,
            limit: row.limit,
            byteLimit: row.bytes
        )
        #expect(records.map(\.sequence) == row.found)
        #expect(records.count < 2 || records.reduce(0) { $0 + $1.bytes.count } <= row.bytes)
    }

    @Test func `the hash at a number is the record's, at zero the root's`() async throws {
        let journal = try await nine(TestFolder())
        let records = try await journal.records(after: 0, limit: 100, byteLimit: .max)
        for record in records {
            #expect(try await journal.hash(at: record.sequence) == record.hash)
        }
        let root = ChainHead.root(of: TestTill.device, epoch: 1)
        #expect(try await journal.hash(at: 0) == root.hash)
        #expect(try await journal.hash(at: 11) == nil)
    }

    @Test func `facts that arrive together share commits, and each caller's keep their order`()
        async throws
    {
        let opened = try OpenedJournal(TestFolder())
        let commits = Commits(opened.database)
        let callers = 64
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for caller in 0..<callers {
                tasks.addTask {
                    let sale = OperationID(milliseconds: 1, chance: (99, UInt64(caller)))
                    for piece in 0..<3 {
                        let drafts = (0..<2).map { half in
                            Self.identify(sale, caller: caller, number: 2 * piece + half)
                        }
                        try await opened.journal.append(drafts)
                    }
                }
            }
            try await tasks.waitForAll()
        }
        #expect(commits.count < 3 * callers, "\(3 * callers) appends took \(commits.count) commits")

        let records = try await opened.journal.records(after: 0, limit: 1000, byteLimit: .max)
        #expect(records.count == 6 * callers)
        var seen: [OperationID: [Int64]] = [:]
        for record in records {
            guard case .basket(let fact) = try Fact(record),
                case .identify(let member) = fact.event
            else { continue }
            seen[fact.sale, default: []].append(member.number)
        }
        #expect(seen.count == callers)
        #expect(seen.values.allSatisfy { $0 == [0, 1, 2, 3, 4, 5] })
        for pair in stride(from: 0, to: records.count, by: 2) {
            #expect(try sale(records[pair]) == sale(records[pair + 1]), "a pair was torn apart")
        }
        #expect(try await opened.journal.verify().fault == nil)
    }

    private func sale(_ record: Records.Record) throws -> OperationID? {
        guard case .basket(let fact) = try Fact(record) else { return nil }
        return fact.sale
    }

    private static func identify(
        _ sale: OperationID,
        caller: Int,
        number: Int
    ) -> JournalDraft {
        JournalDraft(
            .basket(BasketFact(sale: sale, event: .identify(MemberID(Int64(number))))),
            operation: OperationID(milliseconds: 2, chance: (UInt64(caller), UInt64(number))),
            wallMilliseconds: 2,
            monotonicNanoseconds: 2
        )
    }
}

/// Counts the commits of a database.
private final class Commits: TransactionObserver, Sendable {
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
