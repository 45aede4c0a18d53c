/// What a record states; the number on the wire.
///
/// It is not a closed enumeration: a hub stores kinds that it does not know yet and applies them
/// after its upgrade. Numbers are never reused.
public struct RecordKind: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The box started.
    public static let boot = RecordKind(rawValue: 1)
    /// A business day was opened.
    public static let dayOpened = RecordKind(rawValue: 2)
    /// A business day was closed.
    public static let dayClosed = RecordKind(rawValue: 3)
    /// An item was rung.
    public static let itemRung = RecordKind(rawValue: 16)
    /// A line was taken back.
    public static let lineVoided = RecordKind(rawValue: 17)
    /// The customer showed a member card.
    public static let memberIdentified = RecordKind(rawValue: 18)
    /// Part of the due amount was paid.
    public static let tendered = RecordKind(rawValue: 19)
    /// The basket was parked.
    public static let saleSuspended = RecordKind(rawValue: 20)
    /// The basket was taken up again.
    public static let saleResumed = RecordKind(rawValue: 21)
    /// The sale was given up.
    public static let saleVoided = RecordKind(rawValue: 22)
    /// The sale was paid.
    public static let saleCompleted = RecordKind(rawValue: 32)
    /// Goods of a paid sale came back.
    public static let goodsReturned = RecordKind(rawValue: 33)
    /// The payment terminal was about to be asked.
    public static let paymentIntended = RecordKind(rawValue: 48)
    /// What came of asking it.
    public static let paymentSettled = RecordKind(rawValue: 49)
    /// A payment is not wanted any more, whatever the terminal does.
    public static let paymentGivenUp = RecordKind(rawValue: 50)
    /// A person has settled a payment with the customer that nobody wanted any more.
    public static let paymentSeenTo = RecordKind(rawValue: 51)
    /// The till holds a lease.
    public static let leaseAccepted = RecordKind(rawValue: 64)
    /// The till holds a lease no more.
    public static let leaseGivenBack = RecordKind(rawValue: 65)
}
