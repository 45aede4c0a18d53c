public import Loyalty
public import Retail

/// What the counter needs of a return that is durable.
public struct ReturnedGoods: Hashable, Sendable {
    /// The number on the return's own receipt.
    public let receipt: ReceiptNumber
    /// What goes back, by the tenders that it was paid with.
    public let tenders: [Tender]
    /// The points that are taken back.
    public let points: Points

    /// What goes back out of the drawer.
    public var cash: Money { tenders.lazy.filter { $0.kind == .cash }.sum(\.amount) }
    /// What the cashier gives back by hand where it was paid, at the terminal or in the wallet: no
    /// terminal is asked for a part of a payment.
    public var byHand: Money { tenders.lazy.filter { $0.kind != .cash }.sum(\.amount) }
}

extension ReturnedGoods: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        let hand =
            byHand > .zero
            ? ["Give \(byHand) back to the card or wallet, by hand on its own terminal."] : []
        let money =
            tenders.isEmpty
            ? ["Nothing was paid for it."]
            : (cash > .zero ? ["Give back \(cash) in cash."] : []) + hand
        return (["Receipt \(receipt.number)."] + money).joined(separator: " ")
    }
}
