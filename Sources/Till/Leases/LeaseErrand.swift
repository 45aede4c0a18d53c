public import Loyalty

/// What the hub said when it was asked for a lease.
public enum LeaseWord: Hashable, Sendable {
    /// The till holds these now.
    case held(Holding)
    /// It grants none.
    case refused(LeaseRefusal)
    /// It did not answer.
    case unanswered
}

/// Asks the hub for at most so many units of a pool: for any, or for the one that is named.
public typealias LeaseQuestion = @Sendable (Int64, LeasePool, LeaseUnit?) async -> LeaseWord

/// Has the hub lease what somebody may want to spend, beside the sale and before it is asked for.
///
/// The sale never waits for it: what the till holds when the cashier presses the key is all there
/// is. With a line and without one it is the same path, and a wish that is settled is not asked
/// again.
public struct LeaseErrand<Wish: Hashable & Sendable>: Sendable {
    private let changes: Changes
    private let wish: @Sendable () async -> Wish?
    private let settle: @Sendable (Wish) async -> Bool
    private var settled: Wish?

    /// An errand for one kind of wish.
    ///
    /// - Parameters:
    ///   - changes: Rings after each change of the till.
    ///   - wish: What is wished for now; nil for nothing.
    ///   - settle: Asks the hub; whether the same wish need not be asked again.
    public init(
        changes: Changes,
        wish: @escaping @Sendable () async -> Wish?,
        settle: @escaping @Sendable (Wish) async -> Bool
    ) {
        self.changes = changes
        self.wish = wish
        self.settle = settle
    }

    /// Looks after every change, for as long as the task lives.
    public func run() async {
        var errand = self
        for await _ in changes.listen() { await errand.look() }
    }

    /// Asks for what is wished for, unless this wish is settled already.
    public mutating func look() async {
        guard let wish = await wish(), wish != settled else { return }
        guard await settle(wish) else { return }
        settled = wish
        // The pages show what can be spent now, and what there is to say.
        changes.ring()
    }
}
