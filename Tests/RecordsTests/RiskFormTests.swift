import Loyalty
import Records
import Retail
import Testing

/// Points on the shop's risk in records: they say what they are worth, and nothing else is true.
struct RiskFormTests {
    private static let lease = LeaseID(Samples.sale)
    private static let member = MemberID(318)

    /// So many points for so much of the shop's money, or out of a lease of their own pool.
    private static func spend(
        _ points: Int64,
        _ worth: Int64? = nil,
        of pool: LeasePool = .points(member),
        unit: LeaseUnit = .lot(nil)
    ) -> LeaseSpend {
        LeaseSpend(
            lease: lease,
            pool: pool,
            units: Holding(unit, points),
            worth: worth.map(Money.init(minorUnits:))
        )
    }

    /// A sale that so many points pay with so much.
    private static func sale(
        _ points: Int64,
        _ amount: Int64,
        _ spent: LeaseSpend...
    ) -> CompletedSale {
        let tender = Tender(.points, Money(minorUnits: amount), points: points)
        return CompletedSale(
            sale: Samples.sale,
            place: Place(store: 1, till: 1),
            receipt: ReceiptNumber(day: BusinessDay(number: 17_317), number: 1),
            at: SaleTime(unixSeconds: 0, offsetMinutes: 0),
            member: member,
            lines: [],
            tenders: points == 0 ? [] : [tender],
            change: .zero,
            accrual: nil,
            leases: SaleLeases(spent: spent)
        )
    }

    private static func record(_ schema: UInt16, _ body: [UInt8]) -> Record {
        Record(
            device: DeviceID(7),
            after: .root(of: DeviceID(7), epoch: 1),
            kind: .saleCompleted,
            schema: schema,
            stamp: Samples.chain[0].stamp,
            operation: Samples.sale,
            body: body
        )
    }

    private static let words =
        #"{"lease":"015bc22b-4f70-7001-8000-000000000002","pool":"points/318","#
        + #""units":[["lot/never",30]],"worth":300}"#

    @Test func `a sale on the shop's risk has a form that an older hub leaves for its upgrade`()
        throws
    {
        let fact = Fact.saleCompleted(Self.sale(30, 300, Self.spend(30, 300)))
        #expect(fact.schema == 5)
        let body = fact.body()
        #expect(String(decoding: body, as: UTF8.self).contains(Self.words))
        #expect(try Fact(Self.record(fact.schema, body)) == fact)
        let plain = Fact.saleCompleted(Self.sale(30, 300, Self.spend(30)))
        #expect(plain.schema == 4, "what has no worth is as it always was")
        #expect(!String(decoding: plain.body(), as: UTF8.self).contains("worth"))
    }

    @Test(arguments: ["0", "-1", "1099511627777", "\"300\"", "1.5"])
    func `a worth that is no amount of a lease is malformed`(_ worth: String) {
        let body = Fact.saleCompleted(Self.sale(30, 300, Self.spend(30, 300))).body()
        let bad = String(decoding: body, as: UTF8.self)
            .replacing(#""worth":300"#, with: #""worth":\#(worth)"#)
        #expect(throws: FactFault.self) { try Fact(Self.record(5, Array(bad.utf8))) }
    }

    typealias Row = (sale: CompletedSale, isTrue: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (sale(30, 300, spend(30, 300)),               true,  "all of it on risk"),
        (sale(30, 300, spend(20), spend(10, 100)),    true,  "the rest of it on risk"),
        (sale(3, 100, spend(1), spend(2, 67)),        true,  "two of three points, rounded up"),
        (sale(3, 100, spend(1), spend(2, 66)),        false, "rounded down"),
        (sale(30, 300, spend(30, 299)),               false, "a fen too little"),
        (sale(30, 300, spend(30, 301)),               false, "a fen too much"),
        (sale(30, 300, spend(29, 290)),               false, "a point given away"),
        (sale(30, 300, spend(20), spend(10, 300)),    false, "the money for all of them"),
        (sale(30, 300, spend(15, 150), spend(15, 150)), false, "in two pieces"),
        (sale(30, 300, spend(30, 300, unit: .lot(BusinessDay(number: 17_400)))),
                                                      false, "of a lot that no lease has named"),
        (sale(30, 300, spend(30), spend(5, 50, of: .stock("s"))),
                                                      false, "for something that is no points"),
        (sale(30, 300, spend(30), spend(30, of: .risk, unit: LeaseBook.money)),
                                                      false, "money for nothing"),
        (sale(0, 0, spend(30, 300)),                  false, "and no points pay"),
    ]

    @Test(arguments: rows.indices)
    func `what is taken on risk is that part of the tender, and nothing else`(_ index: Int) {
        let row = Self.rows[index]
        #expect((row.sale.pointsFault == nil) == row.isTrue, "\(row.why)")
    }
}
