import Hub
import Loyalty
import Records
import Retail

/// A return that can still be spoilt.
struct ReturnDraft {
    var name: OperationID
    var origin: GoodsReturn.Origin
    var place: Place
    var receipt: Int32
    var day: BusinessDay
    var member: MemberID?
    var lines: [ReturnedLine]
    var tenders: [Tender]
    var points: Points
    let programme: ProgrammeVersion?

    var stated: GoodsReturn {
        guard let grounds = GoodsReturn.Grounds(reason: "too sour", clerk: "7") else {
            preconditionFailure("the grounds are fine")
        }
        return GoodsReturn(
            name: name,
            origin: origin,
            place: place,
            receipt: ReceiptNumber(day: day, number: receipt),
            at: SaleTime("\(day)T12:00:00-04:00") ?? SaleTime(unixSeconds: 0, offsetMinutes: 0),
            member: member,
            lines: lines,
            tenders: tenders,
            programme: programme,
            points: points,
            grounds: grounds
        )
    }
}

extension TestTill {
    /// Sells and says what.
    mutating func sold(
        _ goods: String = "GROCERY:standard:1000",
        pieces: Int64 = 1,
        member: Int64? = 1,
        day: String = "2017-05-01",
        receipt: Int32 = 1,
        spoiltBy change: (inout SaleDraft) -> Void = { _ in }
    ) throws -> CompletedSale {
        let record = sell(goods, member: member, day: day, receipt: receipt) { draft in
            for line in draft.lines.indices { draft.lines[line].quantity = .count(pieces) }
            change(&draft)
        }
        guard case .saleCompleted(let sale) = try Fact(record) else { throw NotASale() }
        return sale
    }

    /// Gives goods of `sale` back, as a till does that knows of `earlier` ones.
    @discardableResult
    mutating func giveBack(
        _ event: ReturnMachine.Event = .giveBackAll,
        of sale: CompletedSale,
        after earlier: [GoodsReturn] = [],
        day: String = "2017-05-02",
        receipt: Int32 = 1,
        spoiltBy change: (inout ReturnDraft) -> Void = { _ in }
    ) throws -> GoodsReturn {
        var returns = SaleReturns(sale)
        for goods in earlier { _ = returns.take(goods, by: .r1) }
        let worth = try returns.worth(of: event, by: .r1).get()
        var draft = ReturnDraft(
            name: name(),
            origin: GoodsReturn.Origin(sale),
            place: place,
            receipt: receipt,
            day: BusinessDay(day) ?? BusinessDay(number: 0),
            member: sale.member,
            lines: worth.refund.lines,
            tenders: worth.refund.tenders,
            points: worth.points,
            programme: sale.accrual?.programme
        )
        change(&draft)
        let goods = draft.stated
        let fact = Fact.goodsReturned(goods)
        add(fact.kind, schema: fact.schema, operation: goods.name, body: fact.body())
        return goods
    }

    struct NotASale: Error {}
}

extension ReturnMachine.Event {
    /// So many pieces of a line.
    static func pieces(_ count: Int64, of line: Int = 0) -> ReturnMachine.Event {
        .giveBack([ReturnItem(line: line, quantity: .count(count))])
    }
}
