/// Where attempts to charge and to give back are written down, so that a power cut forgets none.
///
/// `put` and `settle` return only when the words are on the disk. A call that throws may have
/// written all the same: whoever calls reads again before acting.
public protocol PaymentIntentLog: Sendable {
    /// Writes an attempt down, open.
    func put(_ intent: PaymentIntent) async throws(PaymentLogError)

    /// Writes down how an attempt ended; a later word about the same attempt replaces it.
    func settle(
        _ intent: PaymentIntent,
        as settlement: PaymentSettlement
    ) async throws(PaymentLogError)

    /// The attempts without a settlement, oldest first.
    func openIntents() async throws(PaymentLogError) -> [PaymentIntent]

    /// The attempt of `operation` with the highest number, or nothing when there is none.
    func latest(of operation: String) async throws(PaymentLogError) -> PaymentEntry?
}

/// One attempt in the log.
public struct PaymentEntry: Hashable, Sendable {
    /// The attempt.
    public let intent: PaymentIntent

    /// How it ended, or nothing while it is open.
    public let settlement: PaymentSettlement?

    /// An attempt and its end.
    public init(intent: PaymentIntent, settlement: PaymentSettlement? = nil) {
        self.intent = intent
        self.settlement = settlement
    }
}

/// The log could not be read or written.
public struct PaymentLogError: Error, Hashable, Sendable {
    /// What the program's log keeps.
    public let detail: String

    /// A failure of the log.
    public init(_ detail: String) {
        self.detail = detail
    }
}
