public import Retail

/// So many units of each kind: points by lot, codes by name, or both; never fewer than none.
///
/// One type for an amount and for a set of codes: a code is a unit of which there is one. So
/// points, coupons, prizes and quotas go through one machine, and there is no second one to keep
/// right.
public struct Holding: Hashable, Sendable {
    /// How many units of one kind.
    public struct Entry: Hashable, Sendable {
        /// The kind.
        public let unit: LeaseUnit
        /// How many, above zero.
        public let count: Int64

        /// `count` of `unit`.
        public init(_ unit: LeaseUnit, _ count: Int64) {
            self.unit = unit
            self.count = count
        }
    }

    /// The most kinds that a lease or a record names.
    public static let limit = 256
    /// More than any shop has of anything, and few enough to add up in 64 bits.
    public static let countLimit: Int64 = 1 << 40

    /// Nothing.
    public static let empty = Holding()

    /// The kinds, what ends sooner first.
    public private(set) var entries: [Entry] = []

    private init() {}

    /// `count` of `unit`; nothing when it is not above zero.
    public init(_ unit: LeaseUnit, _ count: Int64) {
        if count > 0 { entries = [Entry(unit, count)] }
    }

    /// What of `counts` is above zero; at one go, since a pool may have thousands of codes.
    init(counts: [LeaseUnit: Int64]) {
        entries = counts.filter { $0.value > 0 }.map { Entry($0.key, $0.value) }
            .sorted { $0.unit < $1.unit }
    }

    /// These kinds, each named once and above zero; nil for anything else, or too much of it.
    public init?(_ entries: [Entry]) {
        guard entries.count <= Self.limit,
            entries.allSatisfy({ (1...Self.countLimit).contains($0.count) })
        else { return nil }
        let sorted = entries.sorted { $0.unit < $1.unit }
        guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0.unit != $1.unit }) else { return nil }
        self.entries = sorted
    }

    /// Whether there is nothing.
    public var isEmpty: Bool { entries.isEmpty }
    /// The units of all kinds.
    public var total: Int64 { entries.reduce(0) { $0 + $1.count } }

    /// How many there are of `unit`.
    public subscript(unit: LeaseUnit) -> Int64 {
        entries.first { $0.unit == unit }?.count ?? 0
    }

    /// Adds `count` of `unit`; takes as many when it is below zero, and at most all.
    public mutating func add(_ unit: LeaseUnit, _ count: Int64) {
        let index = entries.firstIndex { $0.unit >= unit } ?? entries.count
        let isThere = index < entries.count && entries[index].unit == unit
        let sum = (isThere ? entries[index].count : 0) + count
        if isThere { entries.remove(at: index) }
        if sum > 0 { entries.insert(Entry(unit, sum), at: index) }
    }
}

extension Holding {
    /// Both together.
    public static func + (left: Holding, right: Holding) -> Holding {
        right.entries.reduce(into: left) { $0.add($1.unit, $1.count) }
    }

    /// What `left` has more of than `right`.
    public static func - (left: Holding, right: Holding) -> Holding {
        right.entries.reduce(into: left) { $0.add($1.unit, -$1.count) }
    }

    /// What both have.
    public func shared(with other: Holding) -> Holding {
        entries.reduce(into: Holding()) { $0.add($1.unit, min($1.count, other[$1.unit])) }
    }

    /// Up to `amount` units that are good on `day`, of those that end soonest.
    ///
    /// It is the rule by which points are redeemed, so a lease leaves a member as few points to
    /// expiry as spending does.
    public func soonest(_ amount: Int64, on day: BusinessDay) -> Holding {
        let lots = entries.enumerated().map { index, entry in
            PointLot(sequence: index, lastDay: entry.unit.lastDay, balance: Points(entry.count))
        }
        let open = lots.reduce(0) { $1.isOpen(on: day) ? $0 + $1.balance.value : $0 }
        let asked = Points(max(0, min(amount, open)))
        // No more is asked than is open, so nothing can be short.
        let shares = (try? redeem(asked, from: lots, on: day)) ?? []
        return shares.reduce(into: Holding()) { $0.add(entries[$1.lot].unit, $1.points.value) }
    }
}

/// Written as `lot/2017-05-31 × 30, item/x × 1`.
extension Holding: CustomStringConvertible {
    public var description: String {
        entries.map { "\($0.unit) × \($0.count)" }.joined(separator: ", ")
    }
}
