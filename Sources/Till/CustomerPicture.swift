internal import HAL
public import Retail

/// What the customer's display shows: a pure function of the sale on the counter.
///
/// It takes nothing that a customer may not see, so nothing of the kind can reach the display.
public enum CustomerPicture {
    /// The lines for `sale`; `idle` when nothing is on the counter.
    ///
    /// - Parameter fallen: What was to pay beside a card and is kept, which the customer reads
    ///   above what is still to be paid.
    public static func lines(
        _ sale: SaleMachine?,
        fallen: FallenPromise? = nil,
        columns: Int,
        idle: String
    ) -> [String] {
        guard let sale else { return [idle, ""] }
        let due = sale.basket.totals.due
        switch sale.phase {
        case .ringing:
            guard
                let last = sale.basket.lines.indices.last(where: sale.basket.stands)
            else {
                return sale.basket.member == nil ? [idle, ""] : ["会员 Welcome", ""]
            }
            return [
                row(
                    sale.basket.lines[last].article.name,
                    sale.basket.amount(at: last).description,
                    columns
                ),
                row("合计 Total", due.description, columns),
            ]
        case .tendering:
            return [
                fallen.map { TextWidth.fit($0.words, to: columns) }
                    ?? row("应付 Total", due.description, columns),
                row("待付 To pay", sale.outstanding.description, columns),
            ]
        case .charging(_, let amount):
            return [
                row("应付 Total", due.description, columns),
                row("请刷卡 Card", amount.description, columns),
            ]
        case .completed(let change):
            return [
                row("已付 Paid", due.description, columns),
                change > .zero
                    ? row("找零 Change", change.description, columns) : "谢谢惠顾 Thank you",
            ]
        case .suspended, .voided:
            return [idle, ""]
        }
    }

    /// A name and an amount on one row: the name gives way.
    private static func row(_ name: String, _ amount: String, _ columns: Int) -> String {
        let room = max(0, columns - amount.utf8.count - 1)
        return TextWidth.fit(name, to: room) + " " + amount
    }
}
