import Loyalty
import Retail
import TestSupport
import Testing

/// The balances do not depend on the order in which the records of different tills arrive.
struct LeaseOrderTests {
    /// What one till's chain says, in its own order.
    private typealias Chain = [Step]

    private enum Step {
        case earn(Holding)
        case accept(Lease)
        case spend(LeaseSpend)
        case back(LeaseID)
    }

    @Test func `chains in any order come to the same balances`() {
        for seed in Dice.seeds(300) {
            var dice = Dice(seed: seed)
            let chains = (1...4).map { Self.chain(UInt64($0), &dice) }
            let first = Self.book(chains, &dice)
            for _ in 0..<4 {
                let other = Self.book(chains, &dice)
                #expect(other.state() == first.state(), "seed \(seed)")
                #expect(other.ledger(of: points).owed == first.ledger(of: points).owed)
                #expect(other.faults() == [], "seed \(seed)")
            }
        }
    }

    /// Some chains spend more than was ever earned, as a copied box does.
    private static func chain(_ number: UInt64, _ dice: inout Dice) -> Chain {
        var chain: Chain = []
        for index in 0..<UInt64(3) {
            let day = BusinessDay(number: 150 + Int32.random(in: 0...2, using: &dice))
            let count = Int64.random(in: 1...50, using: &dice)
            let units = Holding(.lot(day), count)
            chain.append(.earn(units))
            let id = LeaseID(high: number, low: index)
            let lease = Lease(
                id: id,
                pool: points,
                holder: LeaseHolder(device: UInt32(number), epoch: 1),
                units: units,
                expires: 1000
            )
            chain.append(.accept(lease))
            let spent = Holding(.lot(day), Int64.random(in: 1...(count + 10), using: &dice))
            chain.append(.spend(LeaseSpend(lease: id, pool: points, units: spent)))
            chain.append(.back(id))
        }
        return chain
    }

    private static func book(_ chains: [Chain], _ dice: inout Dice) -> LeaseBook {
        var book = LeaseBook(terms: LeaseTerms())
        var rest = chains
        while let index = rest.indices.filter({ !rest[$0].isEmpty }).randomElement(using: &dice) {
            switch rest[index].removeFirst() {
            case .earn(let units): book.earn(units, in: points)
            case .accept(let lease): book.accept(lease)
            case .spend(let spend): book.use(spend)
            case .back(let id): book.giveBack(id, by: seven)
            }
        }
        return book
    }
}
