/// The name of a lease: 128 bits, made once by the till that wishes for it.
///
/// A wish that is repeated, doubled by the line or answered twice is the same lease, so the hub
/// sets nothing aside twice for it.
public struct LeaseID: Hashable, Sendable {
    /// The first 64 bits.
    public let high: UInt64
    /// The last 64 bits.
    public let low: UInt64

    /// The name made of these bits.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

extension LeaseID: LosslessStringConvertible {
    /// 32 hexadecimal digits.
    public var description: String { Self.digits(high) + Self.digits(low) }

    /// The name that 32 lower-case hexadecimal digits spell; nil for any other notation.
    public init?(_ text: String) {
        guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
        guard description == text else { return nil }
    }

    private static func digits(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension LeaseID: Comparable {
    public static func < (left: LeaseID, right: LeaseID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// Who may spend a lease: the box that goes under this number, in this life of its chain.
///
/// A box that begins another epoch holds nothing any more, so two boxes that were one share no
/// lease for longer than it takes the hub to notice them.
public struct LeaseHolder: Hashable, Sendable {
    /// The device's number.
    public let device: UInt32
    /// The life of its chain.
    public let epoch: UInt32

    /// Device `device` in `epoch`.
    public init(device: UInt32, epoch: UInt32) {
        self.device = device
        self.epoch = epoch
    }
}
