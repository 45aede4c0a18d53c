public import Loyalty

/// What a till states about the leases that it holds.
///
/// What it spends of them is in the sale, since one cannot be true without the other.
public enum LeaseFact: Hashable, Sendable {
    /// The till holds a lease: the hub's own words are inside, so a hub that has forgotten its
    /// grant takes it from here.
    case accepted(SignedLease)
    /// The till gives a lease back, and spends no more of it.
    case givenBack(LeaseID)
}

/// A lease as the hub granted it, in the very words that it signed.
public struct SignedLease: Hashable, Codable, Sendable {
    /// The longest text of a lease, in bytes.
    public static let textLimit = 32_768

    /// The lease, as JSON with sorted keys and no spaces.
    public let text: String
    /// The hub's signature over the text, in hexadecimal; empty from a hub without keys, and in
    /// records of programs that did not sign yet.
    public let signature: String

    /// `lease`, in the words that are signed.
    public init(_ lease: Lease) {
        text = lease.text
        signature = ""
    }

    init(text: String, signature: String) {
        self.text = text
        self.signature = signature
    }

    /// The same words with this signature, 128 hexadecimal digits.
    public func signed(_ signature: String) -> SignedLease {
        SignedLease(text: text, signature: signature)
    }

    /// The lease that the text states; nil for any other text.
    public var lease: Lease? {
        guard text.utf8.count <= Self.textLimit else { return nil }
        return Lease(text: text)
    }
}

/// What a sale has to do with leases; a till without a line spends only by them.
public struct SaleLeases: Hashable, Sendable {
    /// What was spent out of which lease: points as money, codes, prizes.
    public let spent: [LeaseSpend]
    /// The till's own lease that the sale's points went into, since the hub was away; nil when they
    /// are everybody's to lease.
    public let earned: Lease?

    /// A sale's leases; nil when it has to do with none.
    public init?(spent: [LeaseSpend] = [], earned: Lease? = nil) {
        guard !spent.isEmpty || earned != nil else { return nil }
        self.spent = spent
        self.earned = earned
    }
}

extension LeaseID {
    /// The lease that is named by what somebody meant to do.
    public init(_ operation: OperationID) {
        var reader = ByteReader(operation.bytes)
        self.init(
            high: reader.integer(UInt64.self) ?? 0,
            low: reader.integer(UInt64.self) ?? 0
        )
    }

    /// The name in the notation of operations.
    public var operation: OperationID {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: high)
        bytes.append(bigEndian: low)
        guard let operation = OperationID(bytes) else {
            preconditionFailure("two numbers of 8 bytes are 16 bytes")
        }
        return operation
    }
}

extension Digest {
    /// What stands for the leases that a till holds: `SHA-256("PJ1-leases" | each name, sorted)`.
    ///
    /// - Parameter names: The names, sorted and each once.
    public static func leases(_ names: [LeaseID]) -> Digest {
        var bytes = Array("PJ1-leases".utf8)
        for name in names {
            bytes.append(bigEndian: name.high)
            bytes.append(bigEndian: name.low)
        }
        return .of(bytes)
    }
}
