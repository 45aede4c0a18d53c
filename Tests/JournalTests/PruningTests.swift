import DurableSQLite
import Foundation
import GRDB
import HAL
import Journal
import Records
import Retail
import SyncProtocol
import Testing

/// A till forgets what every backup of its hub holds, and nothing that it may want itself.
struct PruningTests {
    /// A journal of ten days with a sale on each; records 2n-1 and 2n are of day n.
    private func tenDays(
        archived: UInt64 = 20,
        apart: Refusal.Kind? = nil,
        then extra: (inout TestTill) -> [JournalDraft] = { _ in [] }
    ) async throws -> OpenedJournal {
        var till = TestTill()
        let opened = try OpenedJournal(TestFolder())
        for number in 0..<10 {
            let day = TestTill.day.advanced(by: number)
            try await opened.journal.append([till.open(day), till.sell(1, on: day)])
            if number == 1 {
                let more = extra(&till)
                if !more.isEmpty { try await opened.journal.append(more) }
            }
        }
        for job in try await opened.journal.receipts(limit: 99) {
            try await opened.journal.setPrint(job.original.id, .cut)
        }
        let head = opened.journal.queueDepth.head
        opened.journal.remember(
            DeviceMemory(mark: head, archived: min(archived, head.sequence), apart: apart)
        )
        return opened
    }

    private func pruned(_ opened: OpenedJournal) async throws -> [Int64] {
        while try await opened.journal.prune() {}
        try await opened.journal.settle()
        return try opened.database.read { db in
            try Int64.fetchAll(db, sql: "SELECT id FROM journal WHERE length(bytes) = 0")
        }
    }

    @Test func `the newest seven days stay, and the chain can be followed`() async throws {
        let opened = try await tenDays()
        #expect(try await pruned(opened) == Array(1...6))
        let report = try await opened.journal.verify()
        #expect(report.fault == nil)
        #expect(report.records == 20)
        #expect(report.pruned == 6)
        #expect(report.head == opened.journal.queueDepth.head)
        let next = try opened.reopened()
        #expect(try await next.hash(at: 3) != nil)
        #expect(try await next.records(after: 2, limit: 9, byteLimit: .max).isEmpty)
        #expect(try await next.records(after: 6, limit: 99, byteLimit: .max).count == 14)
        #expect(
            try await next.branch(after: nil, limit: 1, byteLimit: .max)?.records[0].sequence == 7
        )
        #expect(try await next.receipts(limit: 99).count == 7)
    }

    @Test func `nothing goes that is not archived, or while the till stands apart`() async throws {
        #expect(try await pruned(tenDays(archived: 4)) == Array(1...4))
        #expect(try await pruned(tenDays(archived: 0)) == [])
        #expect(try await pruned(tenDays(apart: .fork)) == [])
    }

    @Test func `a sale that is not over keeps what belongs to it`() async throws {
        let opened = try await tenDays { till in
            [till.basket(till.name(), .ring(TestTill.line("米 rice")))]
        }
        #expect(try await pruned(opened) == Array(1...4))
        #expect(try await opened.journal.resume().openSales.count == 1)
    }

    @Test func `a receipt that waits for paper keeps its sale`() async throws {
        let opened = try await tenDays()
        let oldest = try #require(try await opened.journal.receipts(limit: 99).last)
        try await opened.journal.setPrint(oldest.original.id, .queued)
        #expect(try await pruned(opened) == [1])
        #expect(try await opened.journal.nextPrint(after: 0)?.id == oldest.original.id)
    }

    @Test func `a power cut while bodies go loses no more than those`() async throws {
        let opened = try await tenDays()
        _ = try await opened.journal.prune()
        // Not written yet: it waits for company.
        let next = try opened.reopened()
        #expect(try await next.verify().fault == nil)
        #expect(try await next.prune() == false)
        try await next.settle()
        #expect(try await next.verify().fault == nil)
    }

    @Test func `what goes with one commit is bounded`() async throws {
        var till = TestTill()
        let journal = try TestFolder().journal()
        for number in 0..<9 {
            let day = TestTill.day.advanced(by: number)
            let drafts = (0..<100).map { _ in till.basket(till.name(), .void) }
            try await journal.append([till.open(day)] + drafts)
        }
        journal.remember(DeviceMemory(mark: journal.queueDepth.head, archived: 900))
        #expect(try await journal.prune())
        try await journal.settle()
        #expect(try await journal.verify().pruned == 64)
        while try await journal.prune() {}
        try await journal.settle()
        #expect(try await journal.verify().pruned == 202)
    }

    @Test func `a body that changed behind the pruned ones is found`() async throws {
        let opened = try await tenDays()
        _ = try await pruned(opened)
        try opened.damage("UPDATE journal SET hash = zeroblob(32) WHERE id = 6")
        #expect(try await opened.journal.verify().fault == "record 7 does not follow record 6")
        try opened.damage("DELETE FROM journal WHERE id = 3")
        #expect(try await opened.journal.verify().fault == "record 4 does not follow record 2")
    }
}
