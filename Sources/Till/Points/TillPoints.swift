internal import Journal
public import Loyalty
public import Records
public import Retail

/// What a till knows of points as a tender, for whoever asks the hub for them.
extension Till {
    /// What the journal has of leases, and what the clocks show.
    var pocket: PointsPocket {
        let reading = parts.clock.read()
        let counted = Int64(clamping: reading.monotonicNanoseconds / 1_000_000)
        return PointsPocket(
            parts.journal.purse,
            at: parts.journal.purseMoment(
                wall: reading.wallMilliseconds,
                counted: counted,
                by: parts.leases
            )
        )
    }

    /// The points that whoever is being served may want to pay with; nil when nobody can.
    public var pointsWish: PointsWish? {
        guard machine.isCounterTaken, let sale = machine.current,
            let member = sale.machine.basket.member, sale.programme.redeem != nil
        else { return nil }
        return PointsWish(sale: sale.id, member: member, attempt: machine.pointsAsked)
    }

    /// The pools of those who are being served, or whose baskets wait: what is held of another
    /// member's points, or of another coupon's codes, nobody wants.
    public var wantedPools: Set<LeasePool> {
        let sales = machine.served
        let codes = sales.flatMap(\.machine.basket.codes.values).map(\.pool)
        let wished = machine.codeWish.flatMap { wish in
            sales.contains { $0.id == wish.sale } ? wish.code.pool : nil
        }
        let members = sales.compactMap(\.machine.basket.member).map(LeasePool.points)
        return Set(members + codes + [wished].compactMap(\.self))
    }

    /// The code that was brought and is not held; nil when none is, or its sale is over.
    public var codeWish: CodeWish? {
        machine.codeWish.flatMap { wish in
            machine.served.contains { $0.id == wish.sale } ? wish : nil
        }
    }
}

/// That somebody may want to pay with points: the same wish is asked once.
public struct PointsWish: Hashable, Sendable {
    /// The sale.
    public let sale: OperationID
    /// Whose points.
    public let member: MemberID
    /// How often the till has had too few.
    public let attempt: UInt64

    /// The pool that they are in.
    public var pool: LeasePool { .points(member) }
}

/// Has the hub lease the points of whoever is being served, beside the sale and before they are
/// asked for.
///
/// The sale never waits for it: what the till holds when the cashier presses the key is all there
/// is. With a line and without one it is the same path.
public struct PointsErrand: Sendable {
    private let till: Till
    private let changes: Changes
    private let ask: @Sendable (Int64, LeasePool) async -> Bool
    private var asked: PointsWish?

    /// An errand for `till`.
    ///
    /// - Parameters:
    ///   - changes: Rings after each change of the till.
    ///   - ask: Asks the hub for at most so many points; whether it has answered.
    public init(
        for till: Till,
        changes: Changes,
        ask: @escaping @Sendable (Int64, LeasePool) async -> Bool
    ) {
        self.till = till
        self.changes = changes
        self.ask = ask
    }

    /// Looks after every change, for as long as the task lives.
    public func run() async {
        var errand = self
        for await _ in changes.listen() { await errand.look() }
    }

    /// Asks for what is wished for, unless the hub has answered this wish already.
    ///
    /// It asks for as much as the terms let a till have of one member: the hub grants what there
    /// is, within its own caps.
    public mutating func look() async {
        guard let wish = await till.pointsWish, wish != asked else { return }
        guard await ask(till.parts.leases.poolCap, wish.pool) else { return }
        asked = wish
        // The pages show what can be spent now.
        changes.ring()
    }
}
