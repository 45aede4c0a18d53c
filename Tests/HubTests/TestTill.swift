import Hub
import Loyalty
import Records
import Retail
import SyncProtocol

/// A till as the hub sees it: a chain that grows, and greetings and uploads made of it.
struct TestTill {
    let device: DeviceID
    let place: Place
    private(set) var records: [Record] = []
    private(set) var head: ChainHead
    private var named: UInt64 = 0

    /// The first till of `store`, under the number `device`.
    init(_ device: UInt32 = 7, store: Int32 = 1, till: Int32 = 1) {
        self.device = DeviceID(device)
        place = Place(store: store, till: till)
        head = .root(of: self.device, epoch: 1)
    }

    /// A name that no other record of any till bears.
    mutating func name() -> OperationID {
        named += 1
        return OperationID(milliseconds: 1_493_611_200_000, chance: (UInt64(device.number), named))
    }

    /// Adds a record with this body.
    @discardableResult
    mutating func add(
        _ kind: RecordKind,
        schema: UInt16 = Fact.schema,
        operation: OperationID? = nil,
        body: [UInt8]
    ) -> Record {
        let record = Record(
            device: device,
            after: head,
            kind: kind,
            schema: schema,
            stamp: Stamp(
                hybrid: HybridTime(reading: head.sequence + 1),
                wallMilliseconds: 1_493_611_200_000,
                monotonicNanoseconds: 1,
                quality: .local
            ),
            operation: operation ?? name(),
            body: body
        )
        records.append(record)
        head = record.position
        return record
    }

    /// Adds a record that states `fact`.
    @discardableResult
    mutating func state(_ fact: Fact) -> Record {
        add(fact.kind, body: fact.body())
    }

    /// The till's greeting.
    var hello: Hello {
        Hello(
            device: device,
            head: head,
            store: place.store,
            till: place.till,
            version: "1.0",
            bootNonce: "00"
        )
    }

    /// The records with these numbers.
    func upload(_ numbers: ClosedRange<Int>) -> Upload {
        Upload(Array(records[(numbers.lowerBound - 1)...(numbers.upperBound - 1)]))
    }

    /// All records.
    var upload: Upload { Upload(records) }
}

extension TestTill {
    /// Sells and adds the record; `change` may spoil the sale first.
    @discardableResult
    mutating func sell(
        _ goods: String = "GROCERY:standard:1000",
        member: Int64? = 1,
        day: String = "2017-05-01",
        receipt: Int32 = 1,
        by programme: Programme = .r1,
        spoiltBy change: (inout SaleDraft) -> Void = { _ in }
    ) -> Record {
        var draft = SaleDraft(
            sale: name(),
            place: place,
            receipt: receipt,
            day: day,
            member: member,
            lines: lines(goods),
            programme: programme
        )
        change(&draft)
        return state(.saleCompleted(draft.sold))
    }
}

/// A sale that can still be spoilt.
struct SaleDraft {
    var sale: OperationID
    var reference: String?
    var place: Place
    var receipt: Int32
    var day: BusinessDay
    var at: SaleTime
    var member: MemberID?
    var lines: [LineItem]
    var tenders: [Tender]
    var change = Money.zero
    var accrual: PinnedAccrual?

    init(
        sale: OperationID,
        place: Place,
        receipt: Int32,
        day: String,
        member: Int64?,
        lines: [LineItem],
        programme: Programme
    ) {
        self.sale = sale
        self.place = place
        self.receipt = receipt
        self.day = BusinessDay(day) ?? BusinessDay(number: 0)
        at = SaleTime("\(day)T12:00:00-04:00") ?? SaleTime(unixSeconds: 0, offsetMinutes: 0)
        self.member = member.map(MemberID.init)
        self.lines = lines
        let due = SaleTotals(lines).due
        tenders = due > .zero ? [Tender(.cash, due)] : []
        accrual = member.map { _ in
            PinnedAccrual(
                programme: programme.pinned,
                accrual: programme.accrual(for: lines)
            )
        }
    }

    var sold: CompletedSale {
        CompletedSale(
            sale: sale,
            reference: reference,
            place: place,
            receipt: ReceiptNumber(day: day, number: receipt),
            at: at,
            member: member,
            lines: lines,
            tenders: tenders,
            change: change,
            accrual: accrual
        )
    }
}

/// Lines read `DEPARTMENT:class:gross-discount`, `?` for what the catalogue lacks.
func lines(_ notation: String) -> [LineItem] {
    notation.split(separator: " ").enumerated().map { index, word in
        let parts = word.split(separator: ":").map(String.init)
        let amounts = (parts.last ?? "0").split(separator: "-").compactMap { Int64($0) }
        let article =
            parts.count == 3
            ? Article(
                product: Int64(index + 1),
                name: "p",
                department: parts[0],
                pointsClass: parts[1]
            ) : .unlisted(Int64(index + 1))
        return LineItem(
            article: article,
            quantity: .count(1),
            gross: Money(minorUnits: amounts[0]),
            memberDiscount: Money(minorUnits: amounts.count > 1 ? amounts[1] : 0)
        )
    }
}

extension Programme {
    /// The programme that a month of trade is checked against.
    static let r1 = Programme(
        id: "r1",
        version: 1,
        name: "Rule set R1",
        earn: EarnRule(
            points: 1,
            per: Money(minorUnits: 100),
            classes: ["excluded": 0, "standard": 1, "double": 2],
            unlisted: 1
        ),
        lots: LotRule(validDays: 365),
        tiers: TierRule(
            windowDays: 365,
            levels: [
                Tier(name: "base", spend: .zero),
                Tier(name: "silver", spend: Money(minorUnits: 25_000)),
                Tier(name: "gold", spend: Money(minorUnits: 100_000)),
                Tier(name: "platinum", spend: Money(minorUnits: 300_000)),
            ]
        ),
        lifecycle: LifecycleRule(
            newDays: 30,
            atRiskDays: 30,
            dormantDays: 90,
            lostDays: 180,
            wonBackGapDays: 90,
            wonBackDays: 30
        ),
        rfm: RFMRule(bins: 5)
    )
}
