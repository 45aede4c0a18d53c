/// Where a sale is made: the store and, inside it, the workstation.
public struct Place: Hashable, Sendable {
    /// The business unit.
    public let store: Int32
    /// The till within the store, counted from 1.
    public let till: Int32

    /// Till `till` of store `store`.
    public init(store: Int32, till: Int32) {
        self.store = store
        self.till = till
    }
}

extension Place: CustomStringConvertible {
    /// `store 298 till 3`.
    public var description: String {
        "store \(store) till \(till)"
    }
}

extension Place: Comparable {
    public static func < (left: Place, right: Place) -> Bool {
        (left.store, left.till) < (right.store, right.till)
    }
}

/// A receipt's number: it counts from 1 on every till and business day, without a gap, and is never
/// used twice.
///
/// The number belongs to the sale from the transaction that makes the sale durable: a sale that did
/// not happen has none, so a number can neither be lost nor reused by a power cut.
public struct ReceiptNumber: Hashable, Sendable {
    /// The day under which it counts.
    public let day: BusinessDay
    /// 1, 2, 3 and so on.
    public let number: Int32

    /// Number `number` of `day`.
    public init(day: BusinessDay, number: Int32) {
        self.day = day
        self.number = number
    }

    /// The number that follows on `day`: one more, or 1 when the day is a new one.
    public static func following(_ last: ReceiptNumber?, on day: BusinessDay) -> ReceiptNumber {
        guard let last, last.day == day else { return ReceiptNumber(day: day, number: 1) }
        return ReceiptNumber(day: day, number: last.number + 1)
    }
}
