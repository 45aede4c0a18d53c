import Foundation
import Retail
import Testing
import autopsy

/// Each promise that can be broken is seen to be broken.
struct AutopsyTests {
    @Test func `a till that kept its promises has none broken, and sells on`() async throws {
        let till = try await SoldTill()
        #expect(await till.violations() == [])
        #expect(till.truth.receipts == [1, 2])
    }

    typealias Row = (sql: String, kind: Violation.Kind, why: String)

    // swift-format-ignore
    static let damages: [Row] = [
        ("UPDATE journal SET bytes = zeroblob(200) WHERE id = 3",          .brokenChain, "a record that is none"),
        ("UPDATE journal SET hash = zeroblob(32) WHERE id = 3",            .brokenChain, "a hash that is not its record's"),
        ("DELETE FROM journal WHERE id = 3",                               .brokenChain, "a record left out"),
        ("DELETE FROM completed_sale WHERE receipt = 2",                   .lostSale,    "a sale without its row"),
        ("UPDATE completed_sale SET receipt = 3 WHERE receipt = 2",        .doubledSale, "under another number"),
        ("DELETE FROM journal WHERE id = (SELECT MAX(id) FROM journal)",   .lostEntry,   "the last entry"),
        ("UPDATE sync_state SET acknowledged = 99",                        .hubAhead,    "a mark beyond the end"),
        ("UPDATE sync_state SET acknowledged = 2",                         .hubAhead,    "a mark with another hash"),
        ("DELETE FROM posting WHERE points < 0",                           .halfApplied, "one side of a posting"),
        ("DELETE FROM print_job WHERE record = (SELECT MAX(record) FROM print_job)", .halfApplied, "no paper owed"),
        ("UPDATE business_day SET sales = 1",                              .halfApplied, "a total without the last sale"),
        ("UPDATE business_day SET last_receipt = 1",                       .halfApplied, "a number that would be given again"),
        ("DELETE FROM open_sale",                                          .halfApplied, "a basket that is forgotten"),
    ]

    @Test(arguments: damages)
    func `what is damaged is seen`(_ row: Row) async throws {
        let till = try await SoldTill()
        try till.damage(row.sql)
        let found = await till.violations()
        #expect(found.contains { $0.kind == row.kind }, "\(row.why): \(found)")
    }

    @Test func `a sale of which only the paper is left is seen`() async throws {
        var till = try await SoldTill()
        till.promised.receipts = []
        till.promised.printed = [1, 2, 3]
        #expect(await till.violations().map(\.kind) == [.paperWithoutSale])
    }

    @Test func `records that only the hub has are seen`() async throws {
        var till = try await SoldTill()
        till.promised.uploaded = till.promised.records + 2
        #expect(await till.violations().map(\.kind) == [.hubAhead])
    }

    @Test func `a journal that is no database is seen`() async throws {
        let till = try await SoldTill()
        try Data("a letter to the cashier".utf8).write(to: URL(filePath: till.file))
        #expect(await till.violations().map(\.kind) == [.doesNotOpen])
    }

    @Test func `a row that a lost write has emptied is told, and traps nobody`() async throws {
        let till = try await SoldTill()
        // As pages look that a disk has mixed up: the schema's rules say nothing of them any more.
        try till.damage(
            """
            DROP TABLE identity;
            CREATE TABLE identity (id, device, store, till, epoch, base, clean);
            INSERT INTO identity (id) VALUES (1)
            """
        )
        let found = await till.violations()
        #expect(found.map(\.kind) == [.doesNotOpen])
        #expect(found.first?.detail.contains("damaged") == true, "\(found)")
    }

    @Test func `a journal that is gone has lost all`() async throws {
        let till = try await SoldTill()
        try FileManager.default.removeItem(atPath: till.file)
        #expect(await Set(till.violations().map(\.kind)).isSuperset(of: [.lostSale, .lostEntry]))
    }

    @Test func `a till whose next number is taken cannot sell`() async throws {
        let till = try await SoldTill()
        try till.damage(
            """
            CREATE TRIGGER taken BEFORE INSERT ON completed_sale
            BEGIN SELECT RAISE(ABORT, 'taken'); END
            """
        )
        #expect(await till.violations().map(\.kind) == [.cannotSell])
    }

    typealias NumberRow = (given: Int32, last: Int32?, faults: Int, why: String)

    // swift-format-ignore
    static let numbers: [NumberRow] = [
        (1, nil, 0, "the first"),
        (8, 7,   0, "the next"),
        (7, 7,   1, "given twice"),
        (9, 7,   1, "one left out"),
        (1, 7,   1, "begun anew on the same day"),
    ]

    @Test(arguments: numbers)
    func `a number that is not the next is seen`(_ row: NumberRow) {
        let day = BusinessDay(number: 20_000)
        let last = row.last.map { ReceiptNumber(day: day, number: $0) }
        let given = ReceiptNumber(day: day, number: row.given)
        #expect(FurtherSale.faults(of: given, after: last).count == row.faults, "\(row.why)")
    }

    @Test func `the words of an acknowledgement name the receipt`() {
        var promised = Promises()
        promised.answer("", records: 3)
        promised.answer("Receipt 12: due 3.50, change 0.00", records: 7)
        promised.answer("", records: 5)
        #expect(promised.records == 7 && promised.receipts == [12])
    }

    @Test func `a catalogue that is half filled, and another key, are seen`() async throws {
        let till = try await SoldTill()
        let key = [UInt8](repeating: 7, count: 32)
        let others = OtherFiles(key: key, code: "1")
        let folder = till.folder.path
        #expect(await others.violations(in: folder, hasPromised: false) == [])
        let sold = await others.violations(in: folder, hasPromised: true)
        #expect(sold.map(\.kind) == [.otherFile], "nothing to sell from")
        try Data([1, 2, 3]).write(to: URL(filePath: folder + "/card.key"))
        let other = await others.violations(in: folder, hasPromised: false)
        #expect(other.map(\.kind) == [.otherFile], "another key")
    }
}
