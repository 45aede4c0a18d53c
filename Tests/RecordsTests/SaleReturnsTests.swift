import Loyalty
import Records
import Retail
import SampleTrade
import Testing

/// The points that go back with goods, and what no return can claim.
struct SaleReturnsTests {
    private static func money(_ amount: Int64) -> Money { Money(minorUnits: amount) }

    /// Lines read `class:pieces@amount`.
    private static func sale(_ notation: String, member: Int64? = 318) -> CompletedSale {
        let lines = notation.split(separator: " ").map { word -> LineItem in
            let parts = word.split { $0 == ":" || $0 == "@" }
            return LineItem(
                article: Article(
                    product: 1,
                    name: "tea",
                    department: nil,
                    pointsClass: "\(parts[0])"
                ),
                quantity: .count(Int64(parts[1]) ?? 0),
                gross: money(Int64(parts[2]) ?? 0)
            )
        }
        return CompletedSale(
            sale: Samples.sale,
            place: Samples.place,
            receipt: ReceiptNumber(day: Samples.day, number: 1),
            at: SaleTime(unixSeconds: 1_493_611_270, offsetMinutes: -240),
            member: member.map(MemberID.init),
            lines: lines,
            tenders: [Tender(.cash, SaleTotals(lines).due)],
            change: .zero,
            accrual: member.map { _ in
                PinnedAccrual(
                    programme: Programme.r1.pinned,
                    accrual: Programme.r1.accrual(for: lines)
                )
            }
        )
    }

    /// Returns read `line:pieces`.
    private static func event(_ words: Substring) -> ReturnMachine.Event {
        .giveBack(
            words.split(separator: " ").map { word in
                let parts = word.split(separator: ":").compactMap { Int64($0) }
                return ReturnItem(line: Int(parts[0]) - 1, quantity: .count(parts[1]))
            }
        )
    }

    typealias Row = (sold: String, returns: String, by: String, without: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("standard:2@10000",               "1:1 | 1:1", "50 50",   "50 50",   "half the goods, half the points"),
        ("standard:3@1000",                "1:1 | 1:1 | 1:1", "4 3 3", "3 3 4", "what is kept earns what it would have"),
        ("excluded:1@10000 standard:1@1000", "1:1 | 2:1", "0 10",  "9 1",     "what earned nothing takes nothing along"),
        ("double:1@500 standard:1@500",    "2:1 | 1:1", "5 10",    "7 8",     "what earned double takes double along"),
        ("standard:1@99",                  "1:1",       "0",       "0",       "a sale that earned nothing"),
        ("standard:4@250",                 "1:1 | 1:1 | 1:2", "1 0 1", "0 1 1", "never more than was earned"),
    ]

    @Test(arguments: rows.indices)
    func `whoever keeps a part of a sale keeps what that part would have earned`(
        _ index: Int
    ) throws {
        let row = Self.rows[index]
        for (rules, expected) in [(Programme.r1, row.by), (nil, row.without)] {
            let sale = Self.sale(row.sold)
            var returns = SaleReturns(sale)
            let points = try row.returns.split(separator: "|").map { words in
                let worth = try returns.worth(of: Self.event(words), by: rules).get()
                let stated = Self.stated(worth, of: sale)
                #expect(try returns.take(stated, by: rules).get().worth == worth)
                return "\(worth.points)"
            }
            #expect(points.joined(separator: " ") == expected, "\(row.why)")
            #expect(returns.points == returns.earned && returns.refunded == sale.totals.due)
        }
    }

    @Test func `whoever is no member has no points to give back`() throws {
        let returns = SaleReturns(Self.sale("standard:1@1000", member: nil))
        #expect(try returns.worth(of: .giveBackAll, by: .r1).get().points == .zero)
    }

    @Test func `a sale that points have paid for is left to a person`() {
        let lease = LeaseID(high: 1, low: 1)
        guard let units = Holding([.init(.lot(nil), 5)]) else { return }
        let spent = LeaseSpend(lease: lease, pool: .points(MemberID(318)), units: units)
        let sold = Self.sale("standard:1@1000")
        let sale = CompletedSale(
            sale: sold.sale,
            place: sold.place,
            receipt: sold.receipt,
            at: sold.at,
            member: sold.member,
            lines: sold.lines,
            tenders: sold.tenders,
            change: sold.change,
            accrual: sold.accrual,
            leases: SaleLeases(spent: [spent])
        )
        let answer = SaleReturns(sale).worth(of: .giveBackAll, by: .r1)
        #expect(answer == .failure(.paidWithLeases))
    }

    typealias Lie = (
        tell: @Sendable (inout ReturnDraft) -> Void, words: String, why: String
    )

    // swift-format-ignore
    static let lies: [Lie] = [
        ({ $0.member = MemberID(5) },                    "another member", "points of somebody else"),
        ({ $0.programme = nil },                         "other rules",    "they have to be those of the sale"),
        ({ $0.points = 11 },                             "had earned 10",  "more points than it had earned"),
        ({ $0.points = Points(-1) },                     "-1 points",      "a return earns nothing"),
        ({ $0.tenders = [Tender(.cash, money(1001))] },  "not an amount",  "more than was paid"),
        ({ $0.tenders = [Tender(.cash, money(0))] },     "not an amount",  "nothing is no tender"),
        ({ $0.tenders = Array(repeating: Tender(.cash, money(1000)), count: 2) }, "is left", "twice what was paid"),
        ({ $0.lines = [] },                              "Say what",       "no goods"),
        ({ $0.lines[0] = ReturnedLine(line: 9, item: $0.lines[0].item) }, "no line 10", "a line that is not there"),
        ({ $0.lines[0] = ReturnedLine(line: .max, item: $0.lines[0].item) }, "no line", "nor will ever be"),
        ({ $0.sale = OperationID(milliseconds: 1, chance: (1, 1)) }, "another sale", "whose goods they are is known"),
    ]

    @Test(arguments: lies.indices)
    func `a return that cannot be true changes nothing`(_ index: Int) throws {
        let (tell, words, why) = Self.lies[index]
        let sale = Self.sale("standard:1@1000")
        var returns = SaleReturns(sale)
        let before = returns
        let worth = try returns.worth(of: .giveBackAll, by: .r1).get()
        var draft = ReturnDraft(Self.stated(worth, of: sale))
        tell(&draft)
        guard case .failure(let fault) = returns.take(draft.stated, by: .r1) else {
            Issue.record("it was believed: \(why)")
            return
        }
        #expect(fault.detail.contains(words), "\(why): \(fault.detail)")
        #expect(returns == before)
    }

    static func stated(_ worth: SaleReturns.Worth, of sale: CompletedSale) -> GoodsReturn {
        guard let grounds = GoodsReturn.Grounds(reason: "too sour", clerk: "7") else {
            preconditionFailure("the grounds are fine")
        }
        return GoodsReturn(
            name: OperationID(milliseconds: 1_493_611_270_000, chance: (3, 4)),
            origin: GoodsReturn.Origin(sale),
            place: sale.place,
            receipt: ReceiptNumber(day: sale.receipt.day, number: 2),
            at: sale.at,
            member: sale.member,
            lines: worth.refund.lines,
            tenders: worth.refund.tenders,
            programme: sale.accrual?.programme,
            points: worth.points,
            grounds: grounds
        )
    }
}

/// A return that can still be spoilt.
struct ReturnDraft {
    private let honest: GoodsReturn
    var sale: OperationID
    var member: MemberID?
    var lines: [ReturnedLine]
    var tenders: [Tender]
    var programme: ProgrammeVersion?
    var points: Points

    init(_ honest: GoodsReturn) {
        self.honest = honest
        (sale, member, lines) = (honest.origin.sale, honest.member, honest.lines)
        (tenders, programme, points) = (honest.tenders, honest.programme, honest.points)
    }

    var stated: GoodsReturn {
        GoodsReturn(
            name: honest.name,
            origin: GoodsReturn.Origin(
                sale: sale,
                place: honest.origin.place,
                receipt: honest.origin.receipt
            ),
            place: honest.place,
            receipt: honest.receipt,
            at: honest.at,
            member: member,
            lines: lines,
            tenders: tenders,
            programme: programme,
            points: points,
            grounds: honest.grounds
        )
    }
}
