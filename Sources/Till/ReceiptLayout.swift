public import HAL
public import Loyalty
public import Records
internal import Retail
public import SyncProtocol

/// How a sale looks on paper: who sold what to whom, what it cost, and what it brought.
///
/// It is a pure function of the sale and the shop's own words, so a reprint shows what the first
/// print showed, years later, but for a name or a footer that the shop has changed since.
public struct ReceiptLayout: Sendable {
    /// What stands below a receipt where nobody has decided otherwise.
    public static let thanks = ["谢谢惠顾 Thank you"]

    /// The name over the receipt.
    public let shopName: String
    /// The lines below it.
    public let footer: [String]

    /// Receipts of the shop `shopName`.
    public init(shopName: String, footer: [String] = ReceiptLayout.thanks) {
        self.shopName = shopName
        self.footer = footer
    }

    /// Receipts by what the hub has decided; where it has not, of the shop `shopName`.
    public init(_ settings: ShopSettings, shopName: String) {
        self.init(
            shopName: settings.shopName ?? shopName,
            footer: settings.receiptFooter ?? Self.thanks
        )
    }

    /// The receipt of `sale`.
    ///
    /// A copy has a mark over it: see `PrintRequest`.
    ///
    /// - Parameter balance: The member's points after the sale, as far as this till knows.
    public func document(_ sale: CompletedSale, balance: Points? = nil) -> PrintDocument {
        var nodes = head(sale.at, sale.place, sale.receipt)
        nodes += sale.lines.flatMap(rows)
        nodes.append(.rule)
        nodes += sums(sale)
        nodes += points(sale, balance)
        nodes.append(.feed(lines: 1))
        nodes += footer.map { .text($0, TextStyle(alignment: .center)) }
        nodes.append(.cut)
        return PrintDocument(nodes)
    }

    func head(_ at: SaleTime, _ place: Place, _ receipt: ReceiptNumber) -> [PrintNode] {
        let time = at.description
        return [
            .text(
                shopName,
                TextStyle(alignment: .center, isBold: true, isDoubleHeight: true)
            ),
            .row(
                left: "\(time.prefix(10)) \(time.dropFirst(11).prefix(8))",
                right: "\(place.store)-\(place.till) #\(receipt.number)"
            ),
            .rule,
        ]
    }

    func rows(_ line: LineItem) -> [PrintNode] {
        var nodes: [PrintNode] = []
        switch line.quantity {
        case .count(1):
            nodes.append(.row(left: line.article.name, right: line.gross.description))
        case .count(0) where line.gross == .zero:
            nodes.append(.text(line.article.name))
        case .count, .measure:
            nodes.append(.text(line.article.name))
            nodes.append(.row(left: "  \(line.quantity)", right: line.gross.description))
        }
        let isPublished = line.coupons.contains(where: \.isPublished)
        let deductions = [
            ("  会员优惠 Member", line.memberDiscount),
            (isPublished ? "  优惠券 Coupon" : "  券配套 Coupon match", line.couponMatch),
            ("  厂家券 Coupon", line.makerCoupon),
        ]
        for (name, amount) in deductions where amount != .zero {
            nodes.append(.row(left: name, right: (-amount).description))
        }
        return nodes
    }

    private func sums(_ sale: CompletedSale) -> [PrintNode] {
        let due = sale.totals.due
        var nodes: [PrintNode] = [
            .row(
                left: "合计 Total",
                right: due.description,
                TextStyle(isBold: true, isDoubleHeight: true)
            )
        ]
        nodes += sale.tenders.flatMap(rows)
        if sale.change > .zero {
            nodes.append(.row(left: "找零 Change", right: sale.change.description))
        }
        return nodes
    }

    /// A tender; of a card also what finds the payment again at the terminal and the bank, of
    /// points also how many.
    func rows(_ tender: Tender) -> [PrintNode] {
        var nodes: [PrintNode] = [
            .row(left: tender.kind.label, right: tender.amount.description)
        ]
        if let points = tender.points {
            nodes.append(.row(left: "  使用积分 Points spent", right: "\(points)"))
        }
        guard let card = tender.card else { return nodes }
        let facts = [
            ("  卡号 Card number", card.lastFour.map { "****" + $0 }),
            ("  终端 Terminal", card.terminal),
            ("  流水号 Trace", card.transaction.map(String.init)),
            ("  凭证号 Slip", card.slip.map(String.init)),
            ("  授权码 Approval", card.approvalCode),
        ]
        for case (let name, let fact?) in facts { nodes.append(.row(left: name, right: fact)) }
        return nodes
    }

    private func points(_ sale: CompletedSale, _ balance: Points?) -> [PrintNode] {
        guard let member = sale.member, let accrual = sale.accrual else { return [] }
        var nodes: [PrintNode] = [
            .rule,
            .row(left: "会员 Member", right: member.masked),
            .row(left: "本次积分 Points earned", right: accrual.accrual.points.description),
        ]
        // A till that has not seen all that was earned does not know what is left.
        if let balance, balance >= 0 {
            nodes.append(.row(left: "积分余额 Points now", right: balance.description))
        }
        return nodes
    }
}

extension Tender.Kind {
    /// The name on the receipt.
    var label: String {
        switch self {
        case .cash: "现金 Cash"
        case .externalCard, .card: "银行卡 Card"
        case .externalWallet: "扫码 Wallet"
        case .points: "积分抵现 Points"
        }
    }
}
