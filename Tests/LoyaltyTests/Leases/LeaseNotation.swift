import Loyalty
import Retail

/// Holdings read `30@150 20@never 1#code`: points by their last day, things by their name.
func holding(_ text: String) -> Holding {
    text.split(separator: " ").reduce(into: Holding.empty) { sum, word in
        if let mark = word.firstIndex(of: "#") {
            sum.add(.item(String(word[word.index(after: mark)...])), Int64(word[..<mark]) ?? 0)
        } else {
            let parts = word.split(separator: "@")
            let day = Int32(parts[1]).map { BusinessDay(number: $0) }
            sum.add(.lot(day), Int64(parts[0]) ?? 0)
        }
    }
}

/// Today, in all tests of leases.
let today = BusinessDay(number: 100)

/// The pool of the one member there is.
let points = LeasePool.points(MemberID(318))

/// Till 7 in its first epoch, and till 8.
let seven = LeaseHolder(device: 7, epoch: 1)
let eight = LeaseHolder(device: 8, epoch: 1)

/// The lease named `number`.
func name(_ number: UInt64) -> LeaseID {
    LeaseID(high: 0, low: number)
}

/// A lease of `units` to till 7 that ends at 1,000,000.
func lease(
    _ number: UInt64,
    _ units: String,
    of pool: LeasePool = points,
    to holder: LeaseHolder = seven,
    expires: Int64 = 1_000_000
) -> Lease {
    Lease(
        id: name(number),
        pool: pool,
        holder: holder,
        units: holding(units),
        expires: expires
    )
}

/// A sale that spends `units` out of lease `number`.
func spend(_ units: String, out number: UInt64, of pool: LeasePool = points) -> LeaseSpend {
    LeaseSpend(lease: name(number), pool: pool, units: holding(units))
}

extension LeaseBook {
    /// Grants `amount` to `holder` at time 0, as lease `number`.
    mutating func grant(
        _ amount: Int64,
        as number: UInt64,
        of pool: LeasePool = points,
        to holder: LeaseHolder = seven
    ) -> Result<Lease, LeaseRefusal> {
        let wish = LeaseWish(id: name(number), pool: pool, amount: amount)
        return grant(wish, to: holder, now: 0, on: today)
    }

    /// Where the points are: `available leased redeemed expired owed`.
    func state(of pool: LeasePool = points) -> [Int64] {
        let ledger = ledger(of: pool)
        return [
            ledger[.available].total, ledger.leased.total, ledger[.redeemed].total,
            ledger[.expired].total, ledger.owed.total,
        ]
    }
}
