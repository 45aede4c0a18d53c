import Hub
import Loyalty
import Records
import Retail

/// What a store promises about goods that come back.
extension StoreRule {
    static func keepsReturns(_ store: any HubStore) async throws -> Bool {
        var till = TestTill()
        let sale = try till.sold(pieces: 2)
        let goods = try till.giveBack(.pieces(1), of: sale)
        let (sold, back) = (JournalKey(till.records[0]), JournalKey(till.records[1]))
        let entries = [
            SaleEntry(sale, statedBy: sold),
            SaleEntry(
                goods,
                statedBy: back,
                goods.lines,
                Accrual(weighted: goods.refund, points: goods.points)
            ),
        ]
        guard try await store.commit({ try $0.book(entries) }).isEmpty else { return false }
        return try await store.read { reading in
            let (booked, census) = (try reading.sales(after: nil, limit: 9), try reading.census())
            let returns = try reading.returns(of: sale.sale)
            let others = try reading.returns(of: goods.name)
            return booked == entries && census.sales == 1 && census.returns == 1
                && census.due == sale.totals.due - goods.refund && returns == [back]
                && others.isEmpty
        }
    }

    static func keepsDeferredReturns(_ store: any HubStore) async throws -> Bool {
        var till = TestTill()
        let sale = try till.sold()
        try till.giveBack(of: sale)
        till.add(RecordKind(rawValue: 999), body: Array("{}".utf8))
        let waiting = till.records.dropFirst().map {
            JournalEntry($0, isNameTaken: false, standing: .deferred("its sale is not there"))
        }
        _ = try await store.commit { try $0.append(waiting) }
        guard try await store.read({ try $0.deferredReturns() }) == [waiting[0].key] else {
            return false
        }
        try await store.commit { try $0.restate([waiting[0].key: .applied]) }
        return try await store.read { try $0.deferredReturns() }.isEmpty
    }
}
