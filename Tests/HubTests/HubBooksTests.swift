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
        #expect(try await store.commit { try $0.book(sales.reversed()) } == [])
        try await store.read { reading in
            var all: [SaleEntry] = []
            try reading.sales(before: nil) { all.append($0) }
            #expect(all == sales)
            var early: [SaleEntry] = []
            try reading.sales(before: BusinessDay("2017-05-02")) { early.append($0) }
            #expect(early == [sales[0]])
            #expect(try reading.sales(after: nil, limit: 2) == Array(sales[..<2]))
            #expect(try reading.sales(after: sales[1].key, limit: 2) == [sales[2]])
        }
    }

    @Test(arguments: TestStore.allCases)
    func `a sale and a receipt are booked once`(_ kind: TestStore) async throws {
        let store = try kind.make()
        let sale = sales()[0]
        #expect(try await store.commit { try $0.book([sale]) } == [])
        let receipt = ReceiptKey(place: sale.place, receipt: sale.receipt)
        try await store.read { reading throws in
            #expect(try reading.booking(of: sale.sale) == sale.key)
            #expect(try reading.booking(of: receipt) == sale.key)
        }
        let taken = Unbooked(key: sale.key, reason: .isTaken)
        #expect(try await store.commit { try $0.book([sale]) } == [taken])
        #expect(try await store.read { try $0.census() }.sales == 1)
    }

    @Test(arguments: TestStore.allCases)
    func `the ledger sums to zero and lots add up by day`(_ kind: TestStore) async throws {
        let store = try kind.make()
        let sales = sales()
        #expect(try await store.commit { try $0.book(sales) } == [])
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

    @Test(arguments: TestStore.allCases)
    func `in a batch, what is taken is left out and the rest is booked`(
        _ kind: TestStore
    ) async throws {
        let store = try kind.make()
        var till = TestTill()
        var batch: [SaleEntry] = []
        for receipt: Int32 in [1, 2, 2, 3, 1, 4] {
            let record = till.sell(receipt: receipt)
            guard case .saleCompleted(let fact)? = try? Fact(record) else { continue }
            batch.append(SaleEntry(fact, statedBy: JournalKey(record)))
        }
        let sales = batch
        let unbooked = try await store.commit { try $0.book(sales) }
        #expect(unbooked.map(\.key.sequence) == [3, 5])
        try await store.read { reading throws in
            #expect(try reading.sales(after: nil, limit: 9).map(\.key.sequence) == [1, 2, 4, 6])
            #expect(try reading.booking(of: sales[2].sale) == nil)
            #expect(try reading.ledgerSum() == .zero)
        }
    }
}
