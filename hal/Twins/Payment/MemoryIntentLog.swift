public import HAL
import Synchronization

/// A log of payments in memory: as durable as the object.
public final class MemoryIntentLog: PaymentIntentLog {
    private let entries = Mutex<[PaymentEntry]>([])

    /// A log with nothing in it.
    public init() {}

    /// Every attempt, oldest first.
    public var all: [PaymentEntry] { entries.withLock { $0 } }

    public func put(_ intent: PaymentIntent) async throws(PaymentLogError) {
        try entries.withLock { entries throws(PaymentLogError) in
            let isKnown = entries.contains { Self.isSame($0.intent, intent) }
            guard !isKnown else { throw PaymentLogError("\(intent.operation) is there already") }
            entries.append(PaymentEntry(intent: intent))
        }
    }

    public func settle(
        _ intent: PaymentIntent,
        as settlement: PaymentSettlement
    ) async throws(PaymentLogError) {
        try entries.withLock { entries throws(PaymentLogError) in
            let index = entries.firstIndex { Self.isSame($0.intent, intent) }
            guard let index else { throw PaymentLogError("\(intent.operation) is not there") }
            entries[index] = PaymentEntry(intent: intent, settlement: settlement)
        }
    }

    public func openIntents() async throws(PaymentLogError) -> [PaymentIntent] {
        all.filter { $0.settlement == nil }.map(\.intent)
    }

    public func latest(of operation: String) async throws(PaymentLogError) -> PaymentEntry? {
        all.filter { $0.intent.operation == operation }.max {
            $0.intent.attempt < $1.intent.attempt
        }
    }

    private static func isSame(_ one: PaymentIntent, _ other: PaymentIntent) -> Bool {
        one.operation == other.operation && one.attempt == other.attempt
    }
}
