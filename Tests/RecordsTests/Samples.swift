import Loyalty
import Records
import Retail

/// Facts that never change, one of each kind, and records that state them.
enum Samples {
    static let sale = OperationID(milliseconds: 1_493_611_270_000, chance: (1, 2))
    static let place = Place(store: 298, till: 3)
    static let day = BusinessDay(number: 17_287)

    static func money(_ amount: Int64) -> Money { Money(minorUnits: amount) }

    static let pears = LineItem(
        article: Article(
            product: 21,
            name: "雪梨/pear",
            department: "PRODUCE",
            pointsClass: "double"
        ),
        quantity: .measure(thousandths: 415, unit: "kg"),
        gross: money(1158),
        memberDiscount: money(58),
        makerCoupon: money(100),
        coupons: [CouponReference(campaign: 18, coupon: "51380036076")]
    )

    static let completed = CompletedSale(
        sale: sale,
        reference: "32957993617",
        place: place,
        receipt: ReceiptNumber(day: day, number: 1),
        at: SaleTime(unixSeconds: 1_493_611_270, offsetMinutes: -240),
        member: MemberID(318),
        lines: [
            pears,
            LineItem(
                article: .unlisted(5),
                quantity: .count(2),
                gross: money(1),
                couponMatch: money(1)
            ),
        ],
        tenders: [Tender(.externalCard, money(900)), Tender(.cash, money(200))],
        change: money(100),
        accrual: PinnedAccrual(
            programme: ProgrammeVersion(id: "r1", version: 1),
            accrual: Accrual(weighted: money(2000), points: 20)
        )
    )

    private static func basket(_ event: SaleMachine.Event) -> Fact {
        .basket(BasketFact(sale: sale, event: event))
    }

    /// One fact of each kind, in order of the kinds' numbers.
    static let facts: [Fact] = [
        .boot(Boot(nonce: "00ff", version: "1.0", wasShutDownCleanly: false, place: place)),
        .dayOpened(day),
        basket(.ring(pears)),
        basket(.voidLine(0)),
        basket(.identify(MemberID(318))),
        basket(.tender(Tender(.externalWallet, money(5)))),
        basket(.suspend),
        basket(.resume),
        basket(.void),
        .saleCompleted(completed),
    ]

    /// The chain of device 7 that states them.
    static let chain: [Record] = {
        var head = ChainHead.root(of: DeviceID(7), epoch: 1)
        return facts.enumerated().map { index, fact in
            let record = Record(
                device: DeviceID(7),
                after: head,
                kind: fact.kind,
                schema: fact.schema,
                stamp: Stamp(
                    hybrid: HybridTime.start.advanced(to: 1_493_611_270_000 + Int64(index)),
                    wallMilliseconds: 1_493_611_270_000 + Int64(index),
                    monotonicNanoseconds: 42,
                    quality: .local
                ),
                operation: OperationID(
                    milliseconds: 1_493_611_270_000,
                    chance: (7, UInt64(index))
                ),
                body: fact.body()
            )
            head = record.position
            return record
        }
    }()
}
