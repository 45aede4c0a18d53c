internal import HAL
internal import Loyalty
internal import Records
internal import Retail

/// How a day's close looks on paper: what was sold, what should be in the drawer, what is left.
extension ReceiptLayout {
    func document(_ close: DayClose) -> PrintDocument {
        let takings = close.takings
        let receipt = ReceiptNumber(day: close.day, number: close.lastReceipt)
        var nodes = head(close.at, close.place, receipt)
        nodes += [
            .text(
                "日结 Z \(close.number)",
                TextStyle(alignment: .center, isBold: true, isDoubleHeight: true)
            ),
            .row(left: "营业日 Day", right: "\(close.day)"),
            .row(left: "销售 Sales", right: "\(takings.sales)"),
            .row(left: "退货 Returns", right: "\(takings.returns)  \(-takings.refunded)"),
            .row(left: "厂家券 Coupons", right: "\(takings.makerCoupon)"),
            .row(left: "积分 Points", right: "\(takings.points)"),
            .rule,
            .row(
                left: "合计 Total",
                right: "\(takings.due)",
                TextStyle(isBold: true, isDoubleHeight: true)
            ),
        ]
        nodes += Tender.Kind.allCases.filter { takings.tenders[$0] != .zero }.map { kind in
            .row(left: kind.label, right: "\(takings.tenders[kind])")
        }
        nodes += cash(close)
        nodes += [
            .rule,
            .row(left: "挂单 Parked", right: "\(close.left.parked)"),
            .row(left: "待核实 In doubt", right: "\(close.left.inDoubt)"),
            .row(left: "未上传 Not at the hub", right: "\(close.left.unsent)"),
            .feed(lines: 1),
            .cut,
        ]
        return PrintDocument(nodes)
    }

    private func cash(_ close: DayClose) -> [PrintNode] {
        guard let counted = close.countedCash, let difference = close.cashDifference else {
            return [.row(left: "现金清点 Counted", right: "未清点 no")]
        }
        return [
            .row(left: "现金清点 Counted", right: "\(counted)"),
            .row(left: "差额 Difference", right: "\(difference)"),
        ]
    }
}
