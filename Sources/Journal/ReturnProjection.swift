internal import DurableSQLite
internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// What follows from goods that came back, in the return's own transaction.
extension Projection {
    /// Books a return: its number, the money and the points that went back, the paper it owes.
    ///
    /// Here stands the last guard of what is given back: a return of more than is left of its sale,
    /// or of another worth, breaks its transaction, whatever the till had believed before.
    mutating func book(_ goods: GoodsReturn, _ rowid: Int64) throws {
        guard var returns = try TillJournal.returns(of: goods.origin, db) else {
            throw refused("the sale of receipt \(goods.origin.receipt.number) is not here")
        }
        switch returns.take(goods, by: nil) {
        case .failure(let contradiction): throw refused(contradiction.detail)
        case .success(let taken):
            let refund = taken.worth.refund
            guard refund.tenders == goods.tenders, refund.lines == goods.lines else {
                throw refused("the goods are worth \(refund.amount)")
            }
            guard taken.points == goods.points else {
                throw refused("\(taken.points) points are left, and it takes \(goods.points)")
            }
        }
        try db.cachedExecute(
            "INSERT INTO goods_return (sale, record) VALUES (?, ?)",
            [goods.origin.sale.data, rowid]
        )
        try giveReceipt(.goodsReturn(goods), named: goods.name, rowid)
        try count(goods)
        if let member = goods.member, goods.points > 0 {
            try post(.zero - goods.points, to: "member:\(member)", rowid)
            try post(goods.points, to: "issued", rowid)
        }
        try owePaper(.goodsReturn(goods), rowid)
    }

    /// The day's sums are net of what went back; a day that is not open gives nothing back.
    private func count(_ goods: GoodsReturn) throws {
        let totals = SaleTotals(goods.lines.map(\.item))
        try db.cachedExecute(
            """
            UPDATE business_day SET last_receipt = ?, returns = returns + 1,
            refunded = refunded + ?, net = net - ?, maker_coupon = maker_coupon - ?,
            due = due - ?, points = points - ?, \(TenderColumns.subtractions)
            WHERE day = ? AND last_receipt < ?
            """,
            [
                Int64(goods.receipt.number), goods.refund.minorUnits, totals.net.minorUnits,
                totals.makerCoupon.minorUnits, goods.refund.minorUnits, goods.points.value,
            ] + TenderColumns.values(TenderTotals(goods.tenders, change: .zero)) + [
                Int64(goods.receipt.day.number), Int64(goods.receipt.number),
            ]
        )
        try expectNumberTaken(goods.receipt)
    }

    private func refused(_ detail: String) -> StorageError {
        .refused(path: "goods_return", detail: detail)
    }
}
