internal import Loyalty
internal import Records
internal import Retail

/// Goods that come back to this till.
extension TillMachine {
    /// Decides about a return of `returns`, as the journal had them a moment ago; the journal looks
    /// again in the commit.
    mutating func giveBack(
        _ event: ReturnMachine.Event,
        of returns: SaleReturns,
        on grounds: GoodsReturn.Grounds,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard let last = lastReceipt else { return .refuse(.noDayOpen) }
        guard !isCounterTaken else { return .refuse(.counterIsTaken) }
        let rules = returns.sale.accrual.flatMap { self.rules($0.programme) }
        switch returns.worth(of: event, by: rules) {
        case .failure(let refusal):
            return .refuse(.goods(refusal))
        case .success(let worth):
            let sale = returns.sale
            let goods = GoodsReturn(
                name: name(),
                origin: GoodsReturn.Origin(sale),
                place: place,
                receipt: .following(last, on: last.day),
                at: reading.time,
                member: sale.member,
                lines: worth.refund.lines,
                tenders: worth.refund.tenders,
                programme: sale.accrual?.programme,
                points: worth.points,
                grounds: grounds
            )
            guard Fact.goodsReturned(goods).fits else { return .refuse(.room(.goods)) }
            lastReceipt = goods.receipt
            closing.takings += Takings(goods)
            return Decision(
                facts: [(.goodsReturned(goods), goods.name)],
                answer: .returned(
                    ReturnedGoods(
                        receipt: goods.receipt,
                        tenders: goods.tenders,
                        points: goods.points
                    )
                )
            )
        }
    }
}
