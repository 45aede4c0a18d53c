import Loyalty
import Records
import Retail
import Testing

/// A day's close as it is out there; see `GoldenTests` about rows that fail.
struct DayCloseFormTests {
    private static func close(counted: Money?) -> DayClose {
        var takings = Takings()
        takings.sales = 2
        takings.lines = 3
        takings.net = Money(minorUnits: 1100)
        takings.makerCoupon = Money(minorUnits: 100)
        takings.due = Money(minorUnits: 1000)
        takings.tenders[.cash] = Money(minorUnits: 700)
        takings.tenders[.card] = Money(minorUnits: 300)
        takings.points = 20
        takings.returns = 1
        takings.refunded = Money(minorUnits: 150)
        return DayClose(
            number: 12,
            day: BusinessDay(number: 17_287),
            lastReceipt: 41,
            place: Place(store: 298, till: 3),
            at: SaleTime(unixSeconds: 1_493_611_270, offsetMinutes: -240),
            takings: takings,
            countedCash: counted,
            left: DayClose.Left(parked: 1, inDoubt: 2, unsent: 7)
        )
    }

    private static func body(counted: String) -> String {
        #"{"at":"2017-05-01T00:01:10-04:00",\#(counted)"day":"2017-05-01","lastReceipt":41,"#
            + #""left":{"inDoubt":2,"parked":1,"unsent":7},"number":12,"#
            + #""place":{"store":298,"till":3},"takings":{"due":1000,"lines":3,"makerCoupon":100,"#
            + #""net":1100,"points":20,"refunded":150,"returns":1,"sales":2,"#
            + #""tenders":[{"amount":700,"kind":"cash"},{"amount":300,"kind":"card"}]}}"#
    }

    private static func record(_ body: String) -> Record {
        Record(
            device: DeviceID(7),
            after: .root(of: DeviceID(7), epoch: 1),
            kind: .dayClosed,
            schema: 1,
            stamp: Samples.chain[0].stamp,
            operation: Samples.sale,
            body: Array(body.utf8)
        )
    }

    @Test(arguments: [nil, Money(minorUnits: 699)])
    func `a close is written and read as it always was`(_ counted: Money?) throws {
        let fact = Fact.dayClosed(Self.close(counted: counted))
        let body = Self.body(counted: counted.map { #""countedCash":\#($0.minorUnits),"# } ?? "")
        #expect(fact.kind.rawValue == 3)
        #expect(fact.schema == 1)
        #expect(String(decoding: fact.body(), as: UTF8.self) == body)
        #expect(try Fact(Self.record(body)) == fact)
    }

    typealias Row = (old: String, new: String, why: String)

    // swift-format-ignore
    static let malformed: [Row] = [
        (#""number":12"#,        #""number":1.5"#,          "a number is whole"),
        (#""lastReceipt":41"#,   #""lastReceipt":9999999999"#, "a receipt number has 32 bits"),
        (#""kind":"card""#,      #""kind":"cash""#,         "a kind of tender stands there once"),
        (#""kind":"card""#,      #""kind":"shells""#,       "shells are no money"),
        (#""day":"2017-05-01""#, #""day":"2017-05-41""#,    "no such day"),
        (#""takings":"#,         #""taken":"#,              "the sums are missing"),
    ]

    @Test(arguments: malformed)
    func `a close that is not readable is an error that says where`(_ row: Row) {
        let body = Self.body(counted: "")
        #expect(body.contains(row.old))
        let damaged = body.replacing(row.old, with: row.new)
        #expect { try Fact(Self.record(damaged)) } throws: { error in
            guard case .malformed(let text)? = error as? FactFault else { return false }
            return !text.isEmpty
        }
    }
}
