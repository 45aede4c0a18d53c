public import HAL
public import Records
public import Retail

/// How a till comes back after its power has gone: from the facts that it had journalled.
extension TillMachine {
    /// Brings the till to where it stood: the day, and the sales that were not over.
    ///
    /// A sale whose card may have been charged is parked, so that the counter is free meanwhile.
    /// All earn by the rules that the till begins with: no fact says what a basket began by. The
    /// same goes for coupons that are still to come; those that were taken have their rules along.
    public mutating func restore(
        lastReceipt: ReceiptNumber?,
        closing: CloseStanding = CloseStanding(),
        sales: [(id: OperationID, events: [SaleMachine.Event], payment: PaymentEntry?)]
    ) {
        self.lastReceipt = lastReceipt
        self.closing = closing
        for (id, events, payment) in sales {
            var sale = NamedSale(id: id, programme: programme, coupons: coupons)
            for event in events {
                if case .tender = event, sale.machine.phase == .ringing {
                    // Asking for the total is no fact; a tender proves that it was asked for.
                    _ = sale.machine.handle(.total)
                }
                _ = sale.machine.handle(event)
            }
            if let payment { sale.wait(for: payment) }
            if sale.machine.phase == .suspended || sale.card != nil {
                parked.append(sale)
            } else {
                // One that a later one pushed from the counter waited there for its card.
                if let current { parked.append(current) }
                current = sale
            }
        }
    }
}
