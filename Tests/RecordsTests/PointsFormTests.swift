import Loyalty
import Records
import Retail
import Testing

/// Points as a tender in records: a form of their own, and no sale that gives them away.
struct PointsFormTests {
    private static let lease = LeaseID(high: 9, low: 1)
    private static let member = MemberID(318)

    private static func sale(
        member: MemberID? = member,
        _ tenders: [Tender],
        spent: [LeaseSpend]
    ) -> CompletedSale {
        CompletedSale(
            sale: Samples.sale,
            place: Place(store: 1, till: 1),
            receipt: ReceiptNumber(day: BusinessDay(number: 17_317), number: 1),
            at: SaleTime(unixSeconds: 0, offsetMinutes: 0),
            member: member,
            lines: [],
            tenders: tenders,
            change: .zero,
            accrual: nil,
            leases: SaleLeases(spent: spent)
        )
    }

    private static func points(_ count: Int64?) -> Tender {
        Tender(.points, Money(minorUnits: 500), points: count)
    }

    private static func spend(_ count: Int64, of member: MemberID = member) -> LeaseSpend {
        LeaseSpend(lease: lease, pool: .points(member), units: Holding(.lot(nil), count))
    }

    private static func record(_ fact: Fact) -> Record {
        Record(
            device: DeviceID(7),
            after: .root(of: DeviceID(7), epoch: 1),
            kind: fact.kind,
            schema: fact.schema,
            stamp: Samples.chain[0].stamp,
            operation: Samples.sale,
            body: fact.body()
        )
    }

    @Test func `a sale paid with points has a form that an older hub leaves aside`() throws {
        let sale = Self.sale([Self.points(500)], spent: [Self.spend(500)])
        let fact = Fact.saleCompleted(sale)
        #expect(fact.schema == 4)
        let record = Self.record(fact)
        #expect(try Fact(record) == fact)
        let body = String(decoding: record.body, as: UTF8.self)
        #expect(body.contains(#""tenders":[{"amount":500,"kind":"points","points":500}]"#))
        #expect(sale.paidWithPoints == Money(minorUnits: 500) && sale.pointsSpent == 500)
    }

    @Test func `a close with points in it has that form as well, and no other`() throws {
        var takings = Takings()
        takings.tenders[.points] = Money(minorUnits: 500)
        let close = DayClose(
            number: 1,
            day: BusinessDay(number: 17_287),
            lastReceipt: 1,
            place: Place(store: 1, till: 1),
            at: SaleTime(unixSeconds: 0, offsetMinutes: 0),
            takings: takings,
            countedCash: nil,
            left: DayClose.Left()
        )
        let fact = Fact.dayClosed(close)
        #expect(fact.schema == 4)
        #expect(try Fact(Self.record(fact)) == fact)
    }

    typealias Row = (sale: CompletedSale, isTrue: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (sale([points(500)], spent: [spend(500)]),                  true,  "spent as it says"),
        (sale([points(500)], spent: [spend(200), spend(300)]),      true,  "out of two leases"),
        (sale([], spent: [spend(500)]),                             true,  "spent for something else"),
        (sale([], spent: []),                                       true,  "no points at all"),
        (sale([points(500)], spent: []),                            false, "given away: no lease has them"),
        (sale([points(500)], spent: [spend(499)]),                  false, "one of them given away"),
        (sale([points(500)], spent: [spend(501)]),                  false, "one too many taken"),
        (sale([points(500)], spent: [spend(500, of: MemberID(9))]), false, "another member's"),
        (sale(member: nil, [points(500)], spent: [spend(500)]),     false, "nobody's"),
        (sale([points(nil)], spent: [spend(500)]),                  false, "nobody says how many"),
        (sale([points(0)], spent: []),                              false, "money for no points"),
        (sale([points(.max), points(.max)], spent: [spend(500)]),   false, "twice, and more than there is"),
    ]

    @Test(arguments: rows.indices)
    func `whoever pays with points spends just those out of leases`(_ index: Int) {
        let row = Self.rows[index]
        #expect((row.sale.pointsFault == nil) == row.isTrue, "\(row.why)")
    }
}
