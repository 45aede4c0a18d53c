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

    /// A basket with nothing in it.
    public init() {}

    /// The lines that count.
    public var standing: [LineItem] {
        guard !voided.isEmpty else { return lines }
        return lines.indices.filter { !voided.contains($0) }.map { lines[$0] }
    }

    /// Whether no line stands.
    public var isEmpty: Bool {
        lines.count == voided.count
    }

    /// Whether `line` is the position of a line that stands.
    public func stands(_ line: Int) -> Bool {
        lines.indices.contains(line) && !voided.contains(line)
    }

    mutating func add(_ line: LineItem) {
        lines.append(line)
        totals.add(line)
    }

    mutating func void(_ line: Int) {
        voided.insert(line)
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
}
