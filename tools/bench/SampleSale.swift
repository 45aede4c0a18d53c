internal import Journal
internal import Loyalty
internal import Records
internal import Retail

/// The sale that is measured: nine lines, the mean of the month, for a member.
struct SampleSale {
    static let place = Place(store: 1, till: 1)
    /// 2017-05-01, noon in New York.
    static let start = SaleTime(unixSeconds: 1_493_654_400, offsetMinutes: -240)

    let programme: Programme
    /// Where it is sold.
    var place = Self.place

    /// What is rung: counted and weighed, with discounts, in English and Chinese.
    static let lines = (1...9).map { number in
        LineItem(
            article: Article(
                product: 1_000_000 + Int64(number),
                name: number.isMultiple(of: 3) ? "五常大米 5kg" : "WHOLE MILK 1 GAL",
                department: "GROCERY",
                pointsClass: "standard"
            ),
            quantity: number.isMultiple(of: 4)
                ? .measure(thousandths: 415, unit: "kg") : .count(Int64(number % 3 + 1)),
            gross: Money(minorUnits: 199 + Int64(number) * 37),
            memberDiscount: Money(minorUnits: number.isMultiple(of: 2) ? 20 : 0)
        )
    }

    /// Opens the sale's day: without it receipts have no number to follow.
    static var day: JournalDraft {
        draft(.dayOpened(start.localDay), OperationID(milliseconds: 1, chance: (0, 0)))
    }

    /// The sale with receipt `number`, ready to be journalled.
    func draft(number: Int32) -> JournalDraft {
        let name = name(number, part: 0)
        let due = SaleTotals(Self.lines).due
        return Self.draft(
            .saleCompleted(
                CompletedSale(
                    sale: name,
                    place: place,
                    receipt: ReceiptNumber(day: Self.start.localDay, number: number),
                    at: Self.start,
                    member: MemberID(2_469),
                    lines: Self.lines,
                    tenders: [Tender(.cash, due)],
                    change: .zero,
                    accrual: PinnedAccrual(
                        programme: programme.pinned,
                        accrual: programme.accrual(for: Self.lines)
                    )
                )
            ),
            name
        )
    }

    /// Every record that the sale with receipt `number` leaves: a scan for each line, and itself.
    func basket(number: Int32) -> [JournalDraft] {
        let sale = name(number, part: 0)
        let scans = Self.lines.enumerated().map { index, line in
            Self.draft(
                .basket(BasketFact(sale: sale, event: .ring(line))),
                name(number, part: UInt64(index + 1))
            )
        }
        return scans + [draft(number: number)]
    }

    /// The name of the sale with receipt `number`, or of one of its scans.
    ///
    /// Names are unlike over all tills, as chance would make them.
    private func name(_ number: Int32, part: UInt64) -> OperationID {
        let till = UInt64(UInt32(bitPattern: place.store)) << 16 | UInt64(place.till)
        let seed = (till << 32 | UInt64(number)) << 4 | part
        return OperationID(
            milliseconds: Self.start.unixSeconds * 1000 + Int64(number),
            chance: (part, 0x9E37_79B9_7F4A_7C15 &* seed)
        )
    }

    private static func draft(_ fact: Fact, _ name: OperationID) -> JournalDraft {
        JournalDraft(
            fact,
            operation: name,
            wallMilliseconds: start.unixSeconds * 1000,
            monotonicNanoseconds: 1_000_000_000
        )
    }
}
