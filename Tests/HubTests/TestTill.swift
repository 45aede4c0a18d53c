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
    /// Tells the names of one box from those of its clone.
    var salt: UInt64 = 0
    /// What the hub gave it for its next hello.
    var token = SyncToken.none
    /// What the clock of its next record shows, in milliseconds since 1970.
    var clock: Int64 = 0
    /// The leases that it says it holds; nil for a till that has no purse.
    var leases: [LeaseID]?

    /// The first till of `store`, under the number `device`.
    init(_ device: UInt32 = 7, store: Int32 = 1, till: Int32 = 1) {
        self.device = DeviceID(device)
        place = Place(store: store, till: till)
        head = .root(of: self.device, epoch: 1)
    }

    /// A name that no other record of any till bears.
    mutating func name() -> OperationID {
        named += 1
        return OperationID(
            milliseconds: 1_493_611_200_000,
            chance: (UInt64(device.number), salt << 32 | named)
        )
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
                hybrid: HybridTime(reading: UInt64(clock) << 16 | head.sequence + 1),
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
        add(fact.kind, schema: fact.schema, body: fact.body())
    }

    /// The till's greeting.
    var hello: Hello { hello(nil) }

    /// The greeting that answers the challenge in `answer`.
    func answering(_ answer: Result<Welcome, Refusal>) -> Hello {
        guard case .failure(let refusal) = answer else { return hello }
        return hello(refusal.challenge)
    }

    private func hello(_ challenge: SyncToken?) -> Hello {
        Hello(
            device: device,
            head: head,
            store: place.store,
            till: place.till,
            version: "1.0",
            bootNonce: "00",
            token: token,
            challenge: challenge,
            leasesDigest: leases.map { Digest.leases($0.sorted()).description } ?? ""
        )
    }

    /// All that the till has written, as the branch of a box in `epoch`.
    func branch(_ numbers: ClosedRange<Int>? = nil, in epoch: UInt32 = 1) -> Branch {
        Branch(
            bearer: device,
            epoch: epoch,
            after: nil,
            upload: numbers.map { upload($0) } ?? upload
        )
    }

    /// Goes over to `grant`: the same box, on a chain of its own from here on.
    func adopting(_ grant: Grant) -> TestTill {
        let place = grant.workstation.map { Place(store: $0.store, till: $0.till) } ?? place
        var next = TestTill(grant.device.number, store: place.store, till: place.till)
        (next.head, next.named, next.salt, next.token) = (grant.root, named, salt, grant.token)
        return next
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
    var leases: SaleLeases?

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
            accrual: accrual,
            leases: leases
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
