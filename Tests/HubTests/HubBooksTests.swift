import DurableSQLite
import Hub
import Loyalty
import Records
import Retail
import Testing

/// What every store does with sales: the other half of the conformance suite.
struct HubBooksTests {
    private func sales() -> [SaleEntry] {
        var till = TestTill()
        let goods = [
            ("2017-05-01", "GROCERY:standard:1000 PRODUCE:double:250 ?:99"),
            ("2017-05-02", "GROCERY:standard:500-100"),
            ("2017-05-02", "FUEL:excluded:4000"),
        ]
        return goods.enumerated().compactMap { index, sale in
            let record = till.sell(sale.1, day: sale.0, receipt: Int32(index + 1))
            guard case .saleCompleted(let fact)? = try? Fact(record) else { return nil }
            return SaleEntry(fact, statedBy: JournalKey(record))
        }
    }

    @Test(arguments: TestStore.allCases)
    func `sales come back as they were booked, those before a day only`(
        _ kind: TestStore
    ) async throws {
        let store = try kind.make()
        let sales = sales()
        try await store.commit { for sale in sales.reversed() { try $0.book(sale) } }
        try await store.read { reading in
            var all: [SaleEntry] = []
            try reading.sales(before: nil) { all.append($0) }
            #expect(all == sales)
            var early: [SaleEntry] = []
            try reading.sales(before: BusinessDay("2017-05-02")) { early.append($0) }
            #expect(early == [sales[0]])
        }
    }

    @Test(arguments: TestStore.allCases)
    func `a sale and a receipt are booked once`(_ kind: TestStore) async throws {
        let store = try kind.make()
        let sale = sales()[0]
        try await store.commit { try $0.book(sale) }
        let receipt = ReceiptKey(place: sale.place, receipt: sale.receipt)
        try await store.read { reading throws in
            #expect(try reading.booking(of: sale.sale) == sale.key)
            #expect(try reading.booking(of: receipt) == sale.key)
        }
        await #expect(throws: StorageError.self) {
            try await store.commit { try $0.book(sale) }
        }
    }

    @Test(arguments: TestStore.allCases)
    func `the ledger sums to zero and lots add up by day`(_ kind: TestStore) async throws {
        let store = try kind.make()
        let sales = sales()
        try await store.commit { for sale in sales { try $0.book(sale) } }
        try await store.read { reading in
            #expect(try reading.ledgerSum() == .zero)
            let lots = try reading.lots(programme: "r1").sorted { $0.day < $1.day }
            #expect(lots.map(\.points) == [15, 4])
            #expect(try reading.lots(programme: "r2").isEmpty)
            let census = try reading.census()
            #expect(census.sales == 3)
            #expect(census.lines == 5)
            #expect(census.due == Money(minorUnits: 5749))
            #expect(census.points == 19)
        }
    }
}
