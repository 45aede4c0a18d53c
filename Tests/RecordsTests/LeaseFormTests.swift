import Loyalty
import Records
import Retail
import TestSupport
import Testing

/// The words of leases as they are out there; see `GoldenTests` about rows that fail.
struct LeaseFormTests {
    private static let id = LeaseID(Samples.sale)
    private static let pool = LeasePool.points(MemberID(318))
    private static let units =
        Holding(.lot(BusinessDay(number: 17_317)), 30) + Holding(.lot(nil), 5)
    private static let lease = Lease(
        id: id,
        pool: pool,
        holder: LeaseHolder(device: 7, epoch: 2),
        units: units,
        expires: 1_493_611_270_000
    )

    static let words =
        #"{"device":7,"epoch":2,"expires":1493611270000,"#
        + #""lease":"015bc22b-4f70-7001-8000-000000000002","pool":"points/318","#
        + #""units":[["lot/2017-05-31",30],["lot/never",5]]}"#

    @Test func `a lease is written as it always was, and read back whole`() {
        #expect(Self.lease.text == Self.words)
        #expect(Lease(text: Self.words) == Self.lease)
        #expect(SignedLease(Self.lease).lease == Self.lease)
    }

    private static func record(_ kind: RecordKind, _ schema: UInt16, _ body: [UInt8]) -> Record {
        Record(
            device: DeviceID(7),
            after: .root(of: DeviceID(7), epoch: 1),
            kind: kind,
            schema: schema,
            stamp: Samples.chain[0].stamp,
            operation: Samples.sale,
            body: body
        )
    }

    @Test func `what a till says of its leases comes back from its records`() throws {
        let quoted = Self.words.replacing("\"", with: "\\\"")
        let rows: [(fact: LeaseFact, kind: UInt16, body: String)] = [
            (
                .accepted(SignedLease(Self.lease)), 64,
                "{\"grant\":\"\(quoted)\",\"signature\":\"\"}"
            ),
            (.givenBack(Self.id), 65, #"{"lease":"015bc22b-4f70-7001-8000-000000000002"}"#),
        ]
        for row in rows {
            let record = Self.record(row.fact.kind, LeaseFact.schema, row.fact.body())
            #expect(record.kind.rawValue == row.kind)
            #expect(String(decoding: record.body, as: UTF8.self) == row.body)
            #expect(try LeaseFact(record) == row.fact)
            #expect(try Fact(record) == .lease(row.fact))
            let later = Self.record(row.fact.kind, LeaseFact.schema + 1, row.fact.body())
            #expect(throws: FactFault.unknown(kind: record.kind, schema: 2)) { try Fact(later) }
        }
        #expect(try LeaseFact(Samples.chain[0]) == nil, "a boot is no lease")
    }

    @Test func `a sale keeps what was spent and earned by leases, in a form of its own`() throws {
        let spend = LeaseSpend(lease: Self.id, pool: .stock("s"), units: Holding(.item("c"), 1))
        let leases = SaleLeases(spent: [spend], earned: Self.lease)
        let sale = CompletedSale(
            sale: Samples.sale,
            place: Place(store: 1, till: 1),
            receipt: ReceiptNumber(day: BusinessDay(number: 17_317), number: 1),
            at: SaleTime(unixSeconds: 0, offsetMinutes: 0),
            member: nil,
            lines: [],
            tenders: [],
            change: .zero,
            accrual: nil,
            leases: leases
        )
        let fact = Fact.saleCompleted(sale)
        #expect(fact.schema == 3)
        let record = Self.record(.saleCompleted, fact.schema, fact.body())
        #expect(try Fact(record) == fact)
        let body = String(decoding: record.body, as: UTF8.self)
        #expect(body.contains(#""spent":[{"lease":"015bc22b-"#))
        #expect(body.contains(#""earned":{"device":7,"#))
        #expect(SaleLeases() == nil)
    }

    // swift-format-ignore
    static let poison: [(kind: RecordKind, body: String, why: String)] = [
        (.leaseAccepted,  #"{"grant":"{}","signature":""}"#, "a grant without its words"),
        (.leaseAccepted,  #"{"grant":"x","signature":""}"#,  "words that are no JSON"),
        (.leaseAccepted,  #"{"signature":""}"#,              "nothing granted"),
        (.leaseGivenBack, #"{"lease":"1"}"#,                 "a name that is none"),
        (.leaseGivenBack, #"{}"#,                            "nothing given back"),
    ]

    @Test(arguments: poison.indices)
    func `a body that states no lease is malformed`(_ index: Int) {
        let row = Self.poison[index]
        #expect(throws: FactFault.self, "\(row.why)") {
            try LeaseFact(Self.record(row.kind, 1, Array(row.body.utf8)))
        }
    }

    // swift-format-ignore
    static let bad: [(units: String, why: String)] = [
        ("[]",                                       "no unit"),
        (#"[["lot/never",0]]"#,                      "none of it"),
        (#"[["lot/never",-1]]"#,                     "less than none"),
        (#"[["lot/never",1],["lot/never",2]]"#,      "twice"),
        (#"[["lot/never",9223372036854775807]]"#,    "more than can be added up"),
        (#"[["lot/2017-02-30",1]]"#,                 "a day that never was"),
        (#"[["lot/never"]]"#,                        "no count"),
        (#"[["lot/never",1,1]]"#,                    "two counts"),
    ]

    @Test(arguments: bad.indices)
    func `units that nobody can add up are no lease`(_ index: Int) {
        let words = Self.words.replacing(
            #"[["lot/2017-05-31",30],["lot/never",5]]"#,
            with: Self.bad[index].units
        )
        #expect(words != Self.words)
        #expect(Lease(text: words) == nil, "\(Self.bad[index].why)")
    }

    @Test func `no text at all brings the reader down`() {
        let seed = Dice.seed(for: "lease texts")
        var dice = Dice(seed: seed)
        for _ in 0..<20_000 {
            var bytes = Array(Self.words.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                let index = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[index], at: index)
                }
            }
            guard let lease = Lease(text: String(decoding: bytes, as: UTF8.self)) else { continue }
            #expect(Lease(text: lease.text) == lease, "seed \(seed)")
            #expect(lease.units.total > 0, "seed \(seed)")
        }
    }

    @Test func `the digest names the leases and nothing else`() {
        let none = Digest.leases([])
        let one = Digest.leases([Self.id])
        #expect(
            none.description
                == "bb69161fbd80e358b154c879b2442b263f907352c1b57f0cf0103136de9e62c8"
        )
        #expect(none != one)
        #expect(Digest.leases([LeaseID(high: 0, low: 1), Self.id]) != one)
        #expect(LeaseID(Self.id.operation) == Self.id)
    }
}
