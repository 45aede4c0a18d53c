import HAL
import Twins

/// Compares what a terminal took with what a till knows: the one checker of all payment tests.
///
/// For each sale: at most one charge that stands; none when the till says that nothing was paid;
/// one when it says so. And in sum: what the terminal took is what the till knows to be paid, and
/// what of the parked a person will find to be paid.
struct PaymentBooks {
    /// The sales and their amounts; each amount is one of a kind.
    let sales: [String: Int64]
    let account: CardAccount
    let entries: [PaymentEntry]

    func faults() -> [String] {
        sales.sorted { $0.key < $1.key }.compactMap { fault(of: $0.key, $0.value) } + sumFaults()
    }

    private func latest(_ sale: String) -> PaymentEntry? {
        entries.filter { $0.intent.operation == sale }.max { $0.intent.attempt < $1.intent.attempt }
    }

    private func fault(of sale: String, _ amount: Int64) -> String? {
        let count = account.count(of: amount)
        if count > 1 { return "\(sale) was charged \(count) times" }
        guard let entry = latest(sale) else {
            return count == 0 ? nil : "\(sale) was charged, and the till knows nothing of it"
        }
        switch entry.settlement {
        case .approved where count == 0: return "\(sale) is paid, and nobody was charged"
        case .declined where count == 1: return "\(sale) is not paid, and somebody was charged"
        case nil: return "\(sale) is still open"
        case .approved, .declined, .parked: return nil
        }
    }

    private func sumFaults() -> [String] {
        var known: Int64 = 0
        var parked: Int64 = 0
        for (sale, amount) in sales {
            switch latest(sale)?.settlement {
            case .approved(let slip): known += slip.amount.minorUnits
            case .parked: parked += amount * Int64(account.count(of: amount))
            case .declined, nil: continue
            }
        }
        guard account.total != known + parked else { return [] }
        return ["the terminal took \(account.total), the till knows \(known) and parked \(parked)"]
    }
}
