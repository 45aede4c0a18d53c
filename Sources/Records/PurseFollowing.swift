public import Loyalty

/// A purse follows from its till's records, and from nothing else.
extension Purse {
    /// Takes down what the next record of the chain says about leases.
    ///
    /// - Parameter clock: The record's own clock, in milliseconds since 1970.
    public mutating func follow(_ fact: Fact, clock: Int64) {
        switch fact {
        case .lease(.accepted(let grant)):
            if let lease = grant.lease { take(lease) }
        case .lease(.givenBack(let lease)):
            forget(writtenAt: clock)
            giveBack(lease)
        case .saleCompleted(let sale):
            for spend in sale.leases?.spent ?? [] { pay(spend) }
            if let own = sale.leases?.earned { take(own, isOwn: true) }
        case .boot, .dayOpened, .dayClosed, .basket, .goodsReturned, .payment:
            break
        }
    }
}

extension Fact {
    /// Whether it says anything about leases.
    public var isAboutLeases: Bool {
        switch self {
        case .lease: true
        case .saleCompleted(let sale): sale.leases != nil
        case .boot, .dayOpened, .dayClosed, .basket, .goodsReturned, .payment: false
        }
    }
}
