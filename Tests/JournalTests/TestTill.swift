import Journal
import Loyalty
import Records
import Retail

/// A till as its journal sees it: facts, each with a name that no other has.
struct TestTill {
    static let device = DeviceID(7)
    static let place = Place(store: 298, till: 3)
    static let day = BusinessDay(number: 17_287)
    static let wallMilliseconds: Int64 = 1_493_611_200_000

    private var named: UInt64 = 0
    /// What its wall clock shows, in milliseconds since 1970.
    var wall = TestTill.wallMilliseconds

    /// A name that no other fact of this till bears.
    mutating func name() -> OperationID {
        named += 1
        return OperationID(milliseconds: Self.wallMilliseconds, chance: (7, named))
    }

    /// `fact`, about to be journalled.
    mutating func state(_ fact: Fact, named operation: OperationID? = nil) -> JournalDraft {
        JournalDraft(
            fact,
            operation: operation ?? name(),
            wallMilliseconds: wall,
            monotonicNanoseconds: 42
        )
    }

    /// The start of a run.
    mutating func boot() -> JournalDraft {
        state(
            .boot(
                Boot(nonce: "00ff", version: "1.0", wasShutDownCleanly: true, place: Self.place)
            )
        )
    }

    /// The opening of `day`.
    mutating func open(_ day: BusinessDay = Self.day) -> JournalDraft {
        state(.dayOpened(day))
    }

    /// `event` in the sale `sale`.
    mutating func basket(_ sale: OperationID, _ event: SaleMachine.Event) -> JournalDraft {
        state(.basket(BasketFact(sale: sale, event: event)))
    }

    /// A paid sale of `count` lines of 1.00 each, which bring a member a point a line.
    mutating func sell(
        _ receipt: Int32,
        lines count: Int = 2,
        member: Int64? = 318,
        on day: BusinessDay = Self.day,
        at place: Place = Self.place,
        sale: OperationID? = nil,
        leases: SaleLeases? = nil
    ) -> JournalDraft {
        let sale = sale ?? name()
        let lines = (0..<count).map { Self.line("雪梨/pear \($0)") }
        let due = SaleTotals(lines).due
        let sold = CompletedSale(
            sale: sale,
            place: place,
            receipt: ReceiptNumber(day: day, number: receipt),
            at: SaleTime(unixSeconds: 1_493_611_200, offsetMinutes: -240),
            member: member.map(MemberID.init),
            lines: lines,
            tenders: [Tender(.cash, due)],
            change: .zero,
            accrual: member.map { _ in
                PinnedAccrual(
                    programme: ProgrammeVersion(id: "r1", version: 1),
                    accrual: Accrual(weighted: due, points: Points(Int64(count)))
                )
            },
            leases: leases
        )
        return state(.saleCompleted(sold), named: sale)
    }

    /// A line of 1.00.
    static func line(_ name: String) -> LineItem {
        LineItem(
            article: Article(
                product: 21,
                name: name,
                department: "PRODUCE",
                pointsClass: "standard"
            ),
            quantity: .count(1),
            gross: Money(minorUnits: 100)
        )
    }
}
