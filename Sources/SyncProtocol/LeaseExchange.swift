public import Loyalty
public import Records

/// What a till asks of the hub about leases, between a hello and the next.
///
/// `POST /v1/leases`, JSON. It may be sent again as it is: a wish has a name, and is granted once.
public struct LeaseRequest: Hashable, Codable, Sendable {
    /// One wish.
    public struct Wish: Hashable, Codable, Sendable {
        /// The name that the lease shall have, a UUID.
        public let lease: String
        /// What it shall be a part of: `points/318`.
        public let pool: String
        /// How many units, above zero.
        public let amount: Int64
        /// The one unit that it has to be: `item/SAVE20-7F3K9Q`; nil for any, and of programs that
        /// wished for no code.
        public let unit: String?
    }

    /// The most wishes in one request.
    public static let wishLimit = 64

    /// The device's number.
    public let device: DeviceID
    /// The epoch in which it is.
    public let epoch: UInt32
    /// What it would like to have leased.
    public let wishes: [Wish]
    /// Whether the hub is to name every lease that it has open for the device, since a welcome said
    /// that they differ.
    public let asksForAll: Bool
    /// The device's signature over all else.
    public let signature: String

    /// A request without a signature.
    public init(device: DeviceID, epoch: UInt32, wishes: [LeaseWish], asksForAll: Bool) {
        self.device = device
        self.epoch = epoch
        self.wishes = wishes.map {
            Wish(
                lease: "\($0.id.operation)",
                pool: "\($0.pool)",
                amount: $0.amount,
                unit: $0.only.map { "\($0)" }
            )
        }
        self.asksForAll = asksForAll
        signature = ""
    }
}

extension LeaseRequest.Wish {
    /// The wish; nil when it breaks its form.
    public var wish: LeaseWish? {
        guard let operation = OperationID(lease), let pool = LeasePool(pool),
            (1...Holding.countLimit).contains(amount)
        else { return nil }
        let only = unit.flatMap { LeaseUnit($0) }
        guard (only == nil) == (unit == nil) else { return nil }
        return LeaseWish(id: LeaseID(operation), pool: pool, amount: amount, only: only)
    }
}

/// The hub's answer: what it has set aside durably.
public struct LeaseAnswer: Hashable, Codable, Sendable {
    /// A wish that was not granted.
    public struct Refused: Hashable, Codable, Sendable {
        /// The wish's name.
        public let lease: String
        /// Why, in one word.
        public let reason: String

        /// The wish `lease`, for this reason.
        public init(lease: String, reason: String) {
            self.lease = lease
            self.reason = reason
        }
    }

    /// The leases granted, and all others that are open when those were asked for.
    public let leases: [SignedLease]
    /// The wishes that were not granted.
    public let refused: [Refused]
    /// The hub's signature over all else.
    public let signature: String

    /// An answer without a signature.
    public init(leases: [SignedLease], refused: [Refused] = []) {
        self.leases = leases
        self.refused = refused
        signature = ""
    }
}
