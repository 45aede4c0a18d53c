/// An amount of money, in the currency's minor unit: fen, cents.
///
/// There is no floating-point way in or out, and overflow traps: a till that cannot add must stop,
/// not show a wrong total.
public struct Money: Hashable, Sendable {
    /// The amount, negative when it flows back to the customer.
    public let minorUnits: Int64

    /// No money at all.
    public static let zero = Money(minorUnits: 0)

    /// An amount of exactly `minorUnits`.
    public init(minorUnits: Int64) {
        self.minorUnits = minorUnits
    }

    /// Splits into `count` parts that sum to `self` and differ by at most one minor unit.
    ///
    /// The parts that carry the odd unit come first, so a bill split three ways never loses a fen.
    public func split(into count: Int64) -> [Money] {
        precondition(count > 0, "an amount splits into at least one part")
        let (share, rest) = minorUnits.quotientAndRemainder(dividingBy: count)
        return (0..<count).map { part in
            Money(minorUnits: part < abs(rest) ? share + rest.signum() : share)
        }
    }
}

extension Money: Comparable {
    public static func < (left: Money, right: Money) -> Bool {
        left.minorUnits < right.minorUnits
    }

    public static func + (left: Money, right: Money) -> Money {
        Money(minorUnits: left.minorUnits + right.minorUnits)
    }

    public static func - (left: Money, right: Money) -> Money {
        Money(minorUnits: left.minorUnits - right.minorUnits)
    }

    public static prefix func - (amount: Money) -> Money {
        Money(minorUnits: -amount.minorUnits)
    }

    public static func += (left: inout Money, right: Money) {
        left = left + right
    }
}

extension Money: CustomStringConvertible {
    /// The amount with two decimals and no currency sign, as receipts print it: `-0.05`, `12.30`.
    public var description: String {
        let whole = (minorUnits / 100).magnitude
        let part = (minorUnits % 100).magnitude
        return "\(minorUnits < 0 ? "-" : "")\(whole).\(part < 10 ? "0" : "")\(part)"
    }
}

extension Money {
    /// The amount that `text` spells as people write it, never below zero: `500`, `12.3`, `12.30`;
    /// nil for any other text.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isWritten =
            (1...2).contains(parts.count)
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }
        guard isWritten, parts.count == 1 || parts[1].count <= 2 else { return nil }
        let part = parts.count == 1 ? "00" : parts[1] + (parts[1].count == 1 ? "0" : "")
        guard let minorUnits = Int64(parts[0] + part) else { return nil }
        self.init(minorUnits: minorUnits)
    }
}

/// Written as the bare number of minor units: in every record, feed and report money is an integer.
extension Money: Codable {
    public init(from decoder: any Decoder) throws {
        minorUnits = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(minorUnits)
    }
}

extension Sequence {
    /// The sum of one amount of every element.
    public func sum(_ amount: (Element) -> Money) -> Money {
        reduce(.zero) { $0 + amount($1) }
    }
}
