import Drivers
import HAL
import Records
import Retail
import Testing
import Till
import Twins

/// A till with one vice, killed between the terminal's answer and its journal, to show that the
/// books are checked.
struct BadTill {
    /// What it does wrong after the power cut.
    enum Vice: String, CaseIterable, Sendable {
        case paysAgain
        case forgets
        case believesSilence
        case takesCashToo
        case booksTwice
        case keepsTheMoney
        case endsOpen
    }

    let vice: Vice?
    let bench: CardBench
    private let sale = OperationID(milliseconds: 1, chance: (7, 7))

    init(vice: Vice?, bench: CardBench) {
        self.vice = vice
        self.bench = bench
    }

    /// One sale by card; returns what the till states about it in the end.
    func sell() async throws -> [Records.Fact] {
        let terminal = bench.terminal()
        let amount = try euros(1234)
        if vice == .believesSilence { bench.twin.plan([.silent]) }
        let mark = try await terminal.lastResult(by: soon).mark
        let intent = PaymentIntent(
            operation: "\(PaymentName(sale: sale, tender: 0))",
            attempt: 1,
            amount: amount,
            mark: mark
        )
        let first = try await terminal.authorizeSales(amount, by: aCustomer)
        // Here the power goes, and comes back.
        switch vice {
        case .paysAgain:
            let second = try await terminal.authorizeSales(amount, by: soon)
            return facts(intent, try slip(second), .card)
        case .forgets:
            return []
        case .believesSilence:
            return facts(intent, PaymentSlip(amount: amount, mark: mark), .card)
        case .takesCashToo:
            return facts(intent, try slip(first), .cash)
        case .booksTwice:
            let next = OperationID(milliseconds: 2, chance: (7, 8))
            let slip = try slip(first)
            return facts(intent, slip, .card) + [sold(next, slip, .card)]
        case .keepsTheMoney:
            // The customer leaves before the rest is paid.
            let void = BasketFact(sale: sale, event: .void)
            return paid(intent, try slip(first)) + [.basket(void)]
        case .endsOpen:
            return [.payment(.intended(intent)), sold(sale, try slip(first), .card)]
        case nil:
            return facts(intent, try slip(first), .card)
        }
    }

    private func slip(_ outcome: PaymentOutcome) throws -> PaymentSlip {
        guard case .approved(let slip) = outcome else {
            throw PaymentLogError("the terminal said \(outcome)")
        }
        return slip
    }

    private func facts(
        _ intent: PaymentIntent,
        _ slip: PaymentSlip,
        _ kind: Tender.Kind
    ) -> [Records.Fact] {
        paid(intent, slip) + [sold(sale, slip, kind)]
    }

    private func paid(_ intent: PaymentIntent, _ slip: PaymentSlip) -> [Records.Fact] {
        [
            .payment(.intended(intent)),
            .payment(.settled(operation: intent.operation, attempt: 1, .approved(slip))),
        ]
    }

    private func sold(
        _ sale: OperationID,
        _ slip: PaymentSlip,
        _ kind: Tender.Kind
    ) -> Records.Fact {
        let card = CardSlip(terminal: slip.mark.terminal, transaction: slip.mark.transaction)
        let due = Money(minorUnits: slip.amount.minorUnits)
        return .saleCompleted(
            CompletedSale(
                sale: sale,
                place: CardBench.place,
                receipt: ReceiptNumber(day: CardBench.day, number: 1),
                at: bench.clock.read().time,
                member: nil,
                lines: [tea(due.minorUnits)],
                tenders: [Tender(kind, due, card: kind == .card ? card : nil)],
                change: .zero,
                accrual: nil
            )
        )
    }
}
