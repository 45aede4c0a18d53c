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

    /// The wish for points of `member` in `sale`.
    public init(sale: OperationID, member: MemberID, attempt: UInt64) {
        self.sale = sale
        self.member = member
        self.attempt = attempt
    }

    /// The pool that they are in.
    public var pool: LeasePool { .points(member) }
}

extension LeaseErrand where Wish == PointsWish {
    /// For the points of whoever `till` serves, until the hub has answered.
    ///
    /// It asks for as much as the terms let a till have of one member: the hub grants what there
    /// is, within its own caps.
    public init(pointsOf till: Till, changes: Changes, ask: @escaping LeaseQuestion) {
        self.init(
            changes: changes,
            wish: { await till.pointsWish },
            settle: { wish in
                let word = await ask(till.parts.leases.poolCap, wish.pool, nil)
                await till.hear(word, of: wish)
                return word != .unanswered
            }
        )
    }
}
