/// What has been rung so far in one sale, and for whom.
///
/// A voided line stays in its place: line numbers on screen, paper and in the journal never shift
/// under the cashier's hands.
public struct Basket: Hashable, Sendable {
    /// Every line in the order it was rung, voided ones included.
    public private(set) var lines: [LineItem] = []
    /// The positions in `lines` that were voided.
    public private(set) var voided: Set<Int> = []
    /// The member whom the sale is for.
    public var member: MemberID?
    /// The sums over the lines that stand.
    public private(set) var totals = SaleTotals()
    /// The coupons that were taken, by the positions of their lines.
    public private(set) var coupons: [Int: Coupon] = [:]
    /// The codes of those that are for single use, by the positions of their lines.
    public private(set) var codes: [Int: CouponCode] = [:]
    /// What each of them takes off; nothing of one whose goods cost too little.
    private var worths: [Int: Money] = [:]
    /// The lines as they were rung, before coupons; empty while there is no coupon.
    private var rung: [LineItem] = []

    /// A basket with nothing in it.
    public init() {}

    /// The lines that count; a coupon that takes nothing off is none.
    public var standing: [LineItem] {
        guard !voided.isEmpty || !coupons.isEmpty else { return lines }
        return lines.indices
            .filter { !voided.contains($0) && worths[$0] != .zero }
            .map { lines[$0] }
    }

    /// Whether no line stands but coupons.
    public var isEmpty: Bool {
        lines.count == voided.count + coupons.count
    }

    /// Whether `line` is the position of a line that stands.
    public func stands(_ line: Int) -> Bool {
        lines.indices.contains(line) && !voided.contains(line)
    }

    /// What the line at `position` brings to the total where coupons have lines of their own: goods
    /// as they were rung, a coupon with what it takes off.
    public func amount(at position: Int) -> Money {
        if let worth = worths[position] { return -worth }
        return (rung.isEmpty ? lines : rung)[position].payable
    }

    mutating func add(_ line: LineItem) {
        lines.append(line)
        guard !coupons.isEmpty else { return totals.add(line) }
        rung.append(line)
        reckon()
    }

    mutating func take(_ coupon: Coupon, _ code: CouponCode?) {
        if coupons.isEmpty { rung = lines }
        coupons[lines.count] = coupon
        codes[lines.count] = code
        lines.append(coupon.line)
        rung.append(coupon.line)
        reckon()
    }

    mutating func void(_ line: Int) {
        voided.insert(line)
        guard !coupons.isEmpty else {
            totals = SaleTotals(standing)
            return
        }
        coupons[line] = nil
        codes[line] = nil
        reckon()
    }

    /// The codes that are used up when it is paid, in the order of their lines: one whose coupon
    /// takes nothing off is kept for another day.
    public var usedCodes: [(position: Int, code: CouponCode)] {
        codes.filter { worths[$0.key] != .zero }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// The lines that stand, as they were rung and without coupons, with their positions.
    var goods: [(position: Int, line: LineItem)] {
        let lines = rung.isEmpty ? lines : rung
        return lines.indices.filter { stands($0) && coupons[$0] == nil }.map { ($0, lines[$0]) }
    }

    /// Takes off the lines what the coupons are worth now.
    private mutating func reckon() {
        let goods = goods
        lines = rung
        worths = [:]
        let taken = coupons.sorted { $0.key < $1.key }
        let parts = CouponParts(of: taken.map(\.value), over: goods.map(\.line))
        for (index, coupon) in taken.enumerated() {
            worths[coupon.key] = parts.worth(of: index)
            let reference = coupon.value.reference
            for (part, good) in zip(parts.parts[index], goods) where part > .zero {
                lines[good.position].couponMatch += part
                // Once, however often it is used: a record has an end.
                guard !lines[good.position].coupons.contains(reference) else { continue }
                lines[good.position].coupons.append(reference)
            }
        }
        if coupons.isEmpty { rung = [] }
        totals = SaleTotals(standing)
    }
}

/// A member's number, as the member centre gave it; it says nothing about the person.
public struct MemberID: Hashable, Sendable {
    /// The number itself.
    public let number: Int64

    /// The member `number`.
    public init(_ number: Int64) {
        self.number = number
    }
}

extension MemberID: Comparable {
    public static func < (left: MemberID, right: MemberID) -> Bool {
        left.number < right.number
    }
}

extension MemberID: CustomStringConvertible {
    public var description: String { String(number) }
    /// The number as strangers may see it: the last three digits.
    public var masked: String { "***" + String(number).suffix(3) }
}
