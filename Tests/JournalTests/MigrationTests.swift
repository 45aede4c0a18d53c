import Foundation
import GRDB
import Journal
import Records
import Retail
import SyncProtocol
import Testing

/// A box that was upgraded opens the database of the version before, and goes on where it was.
struct MigrationTests {
    /// A database as version 0.1.0 left it: three sales, of which the hub has acknowledged one.
    private func old(_ folder: TestFolder, _ records: [Records.Record]) throws {
        let queue = try DatabaseQueue(path: folder.file)
        try queue.write { db in
            try db.execute(sql: OldSchema.tables)
            for name in OldSchema.migrations {
                try db.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [name])
            }
            let zero = Data(Digest.zero.bytes)
            try db.execute(
                sql: "INSERT INTO identity VALUES (1, 7, 298, 3, 1, ?, 0)",
                arguments: [zero]
            )
            try db.execute(
                sql: "INSERT INTO sync_state VALUES (1, 1, 2, ?, 0, 'life', '', 5)",
                arguments: [Data(records[1].hash.bytes)]
            )
            for (index, record) in records.enumerated() {
                try db.execute(
                    sql: "INSERT INTO journal VALUES (?, 1, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        index + 1, Int64(record.sequence), Int64(record.kind.rawValue),
                        Int64(record.stamp.hybrid.reading), Data(record.operation.bytes),
                        Data(record.hash.bytes), Data(record.bytes),
                    ]
                )
                guard case .saleCompleted(let sale) = try Fact(record) else { continue }
                try db.execute(
                    sql: "INSERT INTO completed_sale VALUES (?, ?, ?, ?, NULL)",
                    arguments: [
                        Int64(sale.receipt.day.number), Int64(sale.receipt.number), index + 1,
                        Data(sale.sale.bytes),
                    ]
                )
                try db.execute(
                    sql: "INSERT INTO print_job VALUES (?, 0, 0, 0)",
                    arguments: [index + 1]
                )
            }
            try db.execute(
                sql: "INSERT INTO business_day VALUES (?, 1, 3, 3, 6, 600, 0, 600, 6)",
                arguments: [Int64(TestTill.day.number)]
            )
        }
        try queue.close()
    }

    @Test func `a database of the version before opens, and sells on`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        let source = try TestFolder().journal()
        try await source.append([till.open(), till.sell(1), till.sell(2), till.sell(3)])
        let records = try await source.records(after: 0, limit: 9, byteLimit: .max)
        try old(folder, records)

        let journal = try folder.journal()
        #expect(journal.queueDepth.head == records[3].position)
        #expect(journal.queueDepth.setAside == 5)
        #expect(journal.memory == DeviceMemory(mark: records[1].position, incarnation: "life"))
        #expect(try await journal.receipt(ReceiptNumber(day: TestTill.day, number: 2)) != nil)
        #expect(try await journal.resume().lastReceipt?.number == 3)
        try await journal.append([till.sell(4)])
        let report = try await journal.verify()
        #expect(report.fault == nil)
        #expect(report.records == 5)
        #expect(try await journal.totals().sales == 4)
    }
}
