import Hub
import Loyalty
import Records
import Retail
import SampleTrade
import SyncProtocol

/// A till that gives goods back as was reported of others: its own journal looks away, and the
/// hub's books have to find it out.
///
/// It counts as caught when the hub says what is wrong, and says nothing of the same trade done
/// well.
struct BadReturns {
    /// What was reported.
    enum Vice {
        /// The points stay where they are.
        case leavesThePoints
        /// What is back is forgotten, so it comes back again.
        case forgetsWhatIsBack
        /// An order is given back, and then its lines.
        case givesTheLinesBackAsWell
    }

    let vice: Vice

    init(_ vice: Vice) {
        self.vice = vice
    }

    func isCaught(saying words: String) async throws -> Bool {
        let (good, bad) = (try await complaints(nil), try await complaints(vice))
        return good.isEmpty && bad.contains { $0.contains(words) }
    }

    /// What a hub says about an order of two lines that is given back by `vice`.
    private func complaints(_ vice: Vice?) async throws -> [String] {
        let hub = try await TestHub()
        var chain = Chain()
        let sale = chain.sold()
        chain.add(.saleCompleted(sale), named: sale.sale)
        var returns = SaleReturns(sale)
        let forgetful = returns
        for (number, event) in Self.events(vice).enumerated() {
            let worth = try (vice == nil ? returns : forgetful).worth(of: event, by: .r1).get()
            let points = vice == .leavesThePoints ? .zero : worth.points
            let goods = chain.goods(of: sale, worth, points, receipt: Int32(number + 2))
            _ = returns.take(goods, by: .r1)
            chain.add(.goodsReturned(goods), named: goods.name)
        }
        _ = try await hub.core.welcome(chain.hello).get()
        let answer = try await hub.core.receive(Upload(chain.records)).get()
        return answer.setAside.map(\.reason) + (try await hub.core.differences().map(\.detail))
    }

    private static func events(_ vice: Vice?) -> [ReturnMachine.Event] {
        let line = ReturnMachine.Event.giveBack([ReturnItem(line: 0, quantity: .count(1))])
        return switch vice {
        case nil: [line, .giveBackAll]
        case .leavesThePoints: [.giveBackAll]
        case .forgetsWhatIsBack: [.giveBackAll, .giveBackAll]
        case .givesTheLinesBackAsWell: [.giveBackAll, line]
        }
    }
}

/// The chain of a till that no journal watches.
private struct Chain {
    private(set) var records: [Record] = []
    private var head = ChainHead.root(of: TestBox.device, epoch: 1)
    private var named: UInt64 = 0

    private mutating func name() -> OperationID {
        named += 1
        return OperationID(milliseconds: 1_493_611_270_000, chance: (15, named))
    }

    mutating func add(_ fact: Fact, named name: OperationID) {
        let record = Record(
            device: TestBox.device,
            after: head,
            kind: fact.kind,
            schema: fact.schema,
            stamp: Stamp(
                hybrid: HybridTime(reading: head.sequence + 1),
                wallMilliseconds: 1_493_611_270_000,
                monotonicNanoseconds: 1,
                quality: .local
            ),
            operation: name,
            body: fact.body()
        )
        records.append(record)
        head = record.position
    }

    var hello: Hello {
        Hello(
            device: TestBox.device,
            head: head,
            store: TestBox.place.store,
            till: TestBox.place.till,
            version: "1",
            bootNonce: "00"
        )
    }

    /// An order of two lines of 10.00, paid in cash by a member.
    mutating func sold() -> CompletedSale {
        let lines = Array(repeating: TestBox.rice, count: 2)
        return CompletedSale(
            sale: name(),
            place: TestBox.place,
            receipt: ReceiptNumber(day: TestBox.day, number: 1),
            at: SaleTime(unixSeconds: 1_493_611_270, offsetMinutes: -240),
            member: MemberID(1),
            lines: lines,
            tenders: [Tender(.cash, SaleTotals(lines).due)],
            change: .zero,
            accrual: PinnedAccrual(
                programme: Programme.r1.pinned,
                accrual: Programme.r1.accrual(for: lines)
            )
        )
    }

    mutating func goods(
        of sale: CompletedSale,
        _ worth: SaleReturns.Worth,
        _ points: Points,
        receipt: Int32
    ) -> GoodsReturn {
        guard let grounds = GoodsReturn.Grounds(reason: "too sour", clerk: "7") else {
            preconditionFailure("the grounds are fine")
        }
        return GoodsReturn(
            name: name(),
            origin: GoodsReturn.Origin(sale),
            place: sale.place,
            receipt: ReceiptNumber(day: sale.receipt.day, number: receipt),
            at: sale.at,
            member: sale.member,
            lines: worth.refund.lines,
            tenders: worth.refund.tenders,
            programme: sale.accrual?.programme,
            points: points,
            grounds: grounds
        )
    }
}
