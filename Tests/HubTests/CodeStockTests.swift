import Foundation
import Hub
import Loyalty
import Testing

/// Codes are put on stock once, from a file that is right, or not at all.
struct CodeStockTests {
    private struct Shop {
        let hub: HubCore
        let folder: TestFolder
        var path: String { folder.path + "/codes.txt" }

        func stock(_ text: String, of coupon: String = "SAVE20") async throws -> CodeStocking {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return try await hub.stock(CodeFile(coupon, path: path))
        }

        /// How many codes came in, by the hub's ledger.
        func earned() async throws -> Holding {
            let pool = LeasePool.codes(of: "SAVE20")
            let lines = try await hub.store.read { try $0.ledgers(of: [pool])[pool] ?? [] }
            return LeaseLedger(lines).earned
        }
    }

    @Test(arguments: TestStore.allCases)
    func `a code is put on stock once, however often its file is given`(
        _ kind: TestStore
    ) async throws {
        let shop = Shop(hub: try await kind.hub(), folder: try TestFolder())
        let first = try await shop.stock("SAVE20-A1\n\nSAVE20-B2\r\nSAVE20-A1\n")
        #expect(first.isSuccess && first.words.contains("2 codes are new on stock, 0 were known"))
        let second = try await shop.stock("SAVE20-B2\nSAVE20-C3")
        #expect(second.words.contains("1 codes are new on stock, 1 were known"))
        let all = try await shop.earned()
        #expect(all.entries.map(\.unit) == ["A1", "B2", "C3"].map { .item("SAVE20-\($0)") })
        #expect(all.total == 3, "each once")
    }

    typealias Row = (text: String, coupon: String, words: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("SAVE20-A1\nSAVE21-B2\n", "SAVE20", "codes.txt:2: 'SAVE21-B2' is no code of SAVE20", "another coupon's"),
        ("SAVE20-A1\nsave20-b2\n", "SAVE20", "codes.txt:2:",       "small letters"),
        ("SAVE20\n",               "SAVE20", "codes.txt:1:",       "the coupon itself"),
        ("\n",                     "SAVE20", "has no code",        "nothing"),
        ("SAVE20-A1\n",            "save20", "is no coupon",       "no id"),
    ]

    @Test(arguments: rows) func `one wrong line, and no code is taken`(_ row: Row) async throws {
        let shop = Shop(hub: try await TestStore.memory.hub(), folder: try TestFolder())
        let stocking = try await shop.stock(row.text, of: row.coupon)
        #expect(!stocking.isSuccess, "\(row.why)")
        #expect(stocking.words.contains(row.words), "\(row.why): \(stocking.words)")
        #expect(try await shop.earned().isEmpty)
    }
}
