import HAL
import Records
import Retail
import Twins

/// Compares what a terminal took with what a till has journalled: no customer is charged twice, and
/// no sale is without its payment, known or parked.
struct CardBooks {
    let account: CardAccount
    let facts: [Fact]
    /// What people gave back out of their hands because an alarm told them to.
    let handedBack: [Int64]

    /// The books of a till that has come to rest, and of its terminal.
    init(_ account: CardAccount, _ facts: [Fact], handedBack: [Int64] = []) {
        self.account = account
        self.facts = facts
        self.handedBack = handedBack
    }

    /// What is wrong.
    func faults() -> [String] {
        chargeFaults() + tenderFaults() + orderFaults() + refundFaults()
    }

    /// The tenders of card that stand: those of sales that are paid, or are still being paid.
    private var tenders: [(sale: OperationID, tender: Tender)] {
        var tenders: [OperationID: [Tender]] = [:]
        for fact in facts {
            switch fact {
            case .basket(let fact):
                switch fact.event {
                case .tender(let tender): tenders[fact.sale, default: []] += [tender]
                case .void: tenders[fact.sale] = nil
                default: continue
                }
            case .saleCompleted(let sale): tenders[sale.sale] = sale.tenders
            case .boot, .dayOpened, .dayClosed, .goodsReturned, .payment, .lease: continue
            }
        }
        return tenders.flatMap { sale, tenders in
            tenders.filter { $0.kind == .card }.map { (sale: sale, tender: $0) }
        }
    }

    /// The payments that a person has settled with the customer, by the terminal's numbers.
    private var settledByHand: Set<Int> {
        var traces: [String: Int] = [:]
        var settled: Set<Int> = []
        for case .payment(let fact) in facts {
            switch fact {
            case .settled(let operation, _, .approved(let slip)):
                traces[operation] = slip.mark.transaction
            case .seenTo(let operation):
                if let trace = traces[operation] { settled.insert(trace) }
            case .intended, .settled, .givenUp: continue
            }
        }
        return settled
    }

    /// The payments that a person is asked about, by amount.
    private var parked: [Int64] {
        var last: [String: (amount: Int64, isParked: Bool)] = [:]
        for case .payment(let fact) in facts {
            switch fact {
            case .intended(let intent):
                last[intent.operation] = (intent.amount.minorUnits, false)
            case .settled(let operation, _, let settlement):
                if case .parked = settlement { last[operation]?.isParked = true }
                if case .parked = settlement { continue }
                last[operation]?.isParked = false
            case .givenUp, .seenTo: continue
            }
        }
        return last.values.filter(\.isParked).map(\.amount)
    }

    /// Whoever was charged and has not got it back bought something for it, once.
    private func chargeFaults() -> [String] {
        account.charges.filter { !$0.isReversed }.compactMap { charge in
            let paid = tenders.filter { $0.tender.card?.transaction == charge.trace }
            if paid.count == 1, paid[0].tender.amount.minorUnits == charge.amount { return nil }
            if paid.isEmpty, parked.contains(charge.amount) { return nil }
            if paid.isEmpty, settledByHand.contains(charge.trace) { return nil }
            return "charge \(charge.trace) of \(charge.amount) pays for \(paid.count) sales"
        }
    }

    /// Nobody gets the same money from the terminal and from a person.
    private func refundFaults() -> [String] {
        account.charges.filter { $0.isReversed && handedBack.contains($0.amount) }.map {
            "charge \($0.trace) of \($0.amount) was given back by terminal and by hand"
        }
    }

    /// Whatever was sold for a card was charged.
    private func tenderFaults() -> [String] {
        tenders.compactMap { sale, tender in
            let charges = account.charges.filter {
                !$0.isReversed && $0.trace == tender.card?.transaction
            }
            return charges.count == 1 ? nil : "\(sale) was paid by \(charges.count) charges"
        }
    }

    /// Every charge was intended before, and no payment is open when all has come to rest.
    private func orderFaults() -> [String] {
        var open: Set<String> = []
        var faults: [String] = []
        for case .payment(let fact) in facts {
            switch fact {
            case .intended(let intent):
                if !open.isEmpty { faults.append("\(intent.operation) began beside \(open)") }
                open.insert(intent.operation)
            case .settled(let operation, _, _): open.remove(operation)
            case .givenUp, .seenTo: continue
            }
        }
        return faults + open.map { "\($0) is still open" }
    }
}
