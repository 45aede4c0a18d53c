import DurableSQLite
import Foundation
import GRDB
import Journal
import Records
import Retail
import SyncProtocol
import TestSupport
import Testing

/// The chain is followed from its root, and what does not belong is named.
struct VerificationTests {
    /// A journal of ten records of most kinds.
    private func ten() async throws -> OpenedJournal {
        var till = TestTill()
        let opened = try OpenedJournal(TestFolder())
        let sale = till.name()
        try await opened.journal.append([till.boot(), till.open()])
        try await opened.journal.append([
            till.basket(sale, .ring(TestTill.line("米 rice"))),
            till.basket(sale, .ring(TestTill.line("oil"))),
            till.basket(sale, .voidLine(1)),
            till.basket(sale, .identify(MemberID(318))),
            till.sell(1, sale: sale),
        ])
        try await opened.journal.append([till.sell(2), till.sell(3), till.sell(4)])
        return opened
    }

    private func bytes(_ opened: OpenedJournal) throws -> [Data] {
        try opened.database.read {
            try Data.fetchAll($0, sql: "SELECT bytes FROM journal ORDER BY id")
        }
    }

    @Test func `a whole chain verifies up to its head`() async throws {
        let opened = try await ten()
        let report = try await opened.journal.verify()
        #expect(report.fault == nil)
        #expect(report.records == 10)
        #expect(report.head == (opened.journal.queueDepth.head))
    }

    @Test func `a chain grows on after a cut, and hangs together`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        for number in 1...5 {
            let journal = try folder.journal()
            try await journal.append([till.boot(), till.open(), till.sell(Int32(number))])
            journal.abandon()
        }
        let report = try await folder.journal().verify()
        #expect(report.fault == nil)
        #expect(report.records == 15)
    }

    @Test(arguments: Dice.seeds(6))
    func `one flipped bit in any record is found, and the record named`(
        _ seed: UInt64
    ) async throws {
        let opened = try await ten()
        var dice = Dice(seed: seed)
        for (index, whole) in try bytes(opened).enumerated() {
            for _ in 0..<8 {
                var flipped = whole
                let place = Int.random(in: 0..<whole.count, using: &dice)
                flipped[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
                let sql = "UPDATE journal SET bytes = ? WHERE id = ?"
                try opened.damage(sql, [flipped, index + 1])
                let report = try await opened.journal.verify()
                let fault = report.fault ?? "nothing"
                #expect(
                    fault.hasPrefix("record \(index + 1) "),
                    "seed \(seed), byte \(place) of record \(index + 1): \(fault)"
                )
                #expect(report.head.sequence == UInt64(index))
                try opened.damage(sql, [whole, index + 1])
            }
        }
        #expect(try await opened.journal.verify().fault == nil)
    }

    typealias Row = (damage: String, fault: String, hashesAlone: Bool, why: String)

    // swift-format-ignore
    static let damages: [Row] = [
        ("UPDATE journal SET id = 99 WHERE id = 4; UPDATE journal SET id = 4 WHERE id = 5; UPDATE journal SET id = 5 WHERE id = 99",
         "record 5 does not follow record 3",  true,  "two records changed places"),
        ("UPDATE journal SET bytes = x'' WHERE id = 6",
         "record 6 is not readable",           false, "its body is gone, and nobody pruned it"),
        ("DELETE FROM journal WHERE id = 6",
         "record 7 does not follow record 5",  true,  "one is missing in the middle"),
        ("DELETE FROM journal WHERE id = 1",
         "record 2 does not follow record 0",  true,  "the first is missing"),
        ("UPDATE journal SET bytes = substr(bytes, 1, 80) WHERE id = 3",
         "record 3 is not readable",           false, "only its beginning was written"),
        ("UPDATE journal SET hash = zeroblob(32) WHERE id = 3",
         "record 3 was changed",               false, "its hash is another's"),
        ("UPDATE journal SET sequence = 88 WHERE id = 8",
         "record 88 does not follow record 7", true,  "it is kept under another number"),
        ("UPDATE chain SET base = randomblob(32)",
         "record 1 does not follow record 0",  true,  "the chain hangs on another root"),
    ]

    @Test(arguments: damages.indices)
    func `a chain that was tampered with is not whole`(_ index: Int) async throws {
        let row = Self.damages[index]
        let opened = try await ten()
        try opened.damage(row.damage)
        let report = try await opened.journal.verify()
        let fault = report.fault ?? "whole"
        #expect(fault.hasPrefix(row.fault), "\(row.why): \(fault)")
        // The bad twin looks at each record alone, and finds half of it right.
        #expect(try hashesAlone(opened) == row.hashesAlone, "\(row.why)")
    }

    /// A verifier that does not follow the links.
    private func hashesAlone(_ opened: OpenedJournal) throws -> Bool {
        try opened.database.read { db in
            try GRDB.Row.fetchAll(db, sql: "SELECT hash, bytes FROM journal").allSatisfy { row in
                let bytes: Data = row[1]
                let hash: Data = row[0]
                let record = try? Records.Record([UInt8](bytes))
                return record.map { $0.hash.bytes == [UInt8](hash) } ?? false
            }
        }
    }

    @Test func `a chain cut at its end is whole, and shorter: the hub's word tells`() async throws {
        let opened = try await ten()
        let head = opened.journal.queueDepth.head
        opened.journal.remember(DeviceMemory(mark: head))
        try await opened.journal.settle()
        try opened.damage("DELETE FROM journal WHERE id > 8")
        #expect(try await opened.journal.verify().fault == nil)
        let depth = try opened.reopened().queueDepth
        #expect(depth.head.sequence == 8)
        #expect(depth.mark.sequence == 10)
        #expect(depth.waiting == 0)
    }
}
