public import HAL
public import Journal
public import Loyalty
internal import Records
internal import Retail

/// How a return looks on paper: what came back of which sale, what went back for it, and why.
extension ReceiptLayout {
    /// The receipt of a sale or of a return, or a close's report.
    ///
    /// - Parameter balance: The member's points after it, as far as this till knows.
    public func document(_ subject: PrintJob.Subject, balance: Points?) -> PrintDocument {
        switch subject {
        case .sale(let sale): document(sale, balance: balance)
        case .goodsReturn(let goods): document(goods, balance: balance)
        case .dayClose(let close): document(close)
        }
    }

    private func document(_ goods: GoodsReturn, balance: Points?) -> PrintDocument {
        let sold = goods.origin
        var nodes = head(goods.at, goods.place, goods.receipt)
        nodes += [
            .text("退货 RETURN", TextStyle(alignment: .center, isBold: true)),
            .row(
                left: "原单 Sold \(sold.receipt.day)",
                right: "\(sold.place.store)-\(sold.place.till) #\(sold.receipt.number)"
            ),
            .rule,
        ]
        nodes += goods.lines.flatMap { rows($0.item) }
        nodes += [
            .rule,
            .row(
                left: "退款 Refund",
                right: goods.refund.description,
                TextStyle(isBold: true, isDoubleHeight: true)
            ),
        ]
        nodes += goods.tenders.flatMap { rows($0) } + points(goods, balance)
        nodes += [
            .row(left: "原因 Reason", right: goods.grounds.reason),
            .row(left: "经手 Clerk", right: goods.grounds.clerk),
            .feed(lines: 1),
            .cut,
        ]
        return PrintDocument(nodes)
    }

    private func points(_ goods: GoodsReturn, _ balance: Points?) -> [PrintNode] {
        guard let member = goods.member, goods.points > .zero else { return [] }
        var nodes: [PrintNode] = [
            .row(left: "会员 Member", right: member.masked),
            .row(left: "扣回积分 Points taken back", right: goods.points.description),
        ]
        // A till that has not seen all that was earned does not know what is left.
        if let balance, balance >= 0 {
            nodes.append(.row(left: "积分余额 Points now", right: balance.description))
        }
        return nodes
    }
}
