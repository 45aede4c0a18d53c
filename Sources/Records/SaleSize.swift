public import Loyalty
public import Retail
internal import StrictJSON

/// How long the record of a sale may become, as far as its basket tells: never less than it will.
///
/// A record has an end, and a sale becomes one only when it is paid. So whoever rings asks here
/// first, and what is begun can be completed, whatever it is paid with:
///
///     body = lines, codes  (`bytes`, at most `limit`)  +  all the rest  (at most `reserve`)
///
/// A line counts as it would be at its longest: with every coupon that was taken and counts for its
/// goods. So nothing that is voided, left or kept can make the record longer.
public struct SaleSize: Hashable, Sendable {
    /// What is kept free for the rest of a record: head, tenders, member, points and their lots.
    public static let reserve = 20_480
    /// How much lines and codes may come to.
    public static let limit = Record.bodyLimit - reserve
    /// In how many parts a sale is paid before the next part has to be all of the rest.
    ///
    /// A part is at most some 300 bytes, a card's. A card's payment that does not end a sale after
    /// so many, since points or codes fell meanwhile, has their bytes.
    public static let partLimit = 20
    /// What the reserve has for the lots that points are spent of.
    static let lotReserve = 10_240
    /// The most that the spending of one code comes to: names of 64 bytes, and of a lease.
    static let codeBytes = 256

    /// The most that lines and codes come to.
    public private(set) var bytes = 0
    /// How many lines of the basket are counted, voided ones included.
    private var counted = 0
    /// How many of those were voided.
    private var voided = 0
    /// Whether coupons were in it, which change lines that are counted.
    private var hasCoupons = false

    /// The size of a basket with nothing in it.
    public init() {}

    /// Follows `basket`, which is the one that it followed before, perhaps with more in it.
    ///
    /// A basket without coupons that has one line more costs one line, however long it is.
    public mutating func follow(_ basket: Basket) {
        let isLonger =
            !hasCoupons && basket.coupons.isEmpty && basket.voided.count == voided
            && basket.lines.count >= counted
        if !isLonger { self = SaleSize() }
        let coupons = Dictionary(basket.coupons.values.map { ($0.id, $0) }) { first, _ in first }
        for index in counted..<basket.lines.count where !basket.voided.contains(index) {
            let line = basket.lines[index]
            let isGoods = basket.coupons[index] == nil
            let longest = isGoods ? line.longest(with: coupons.values) : line
            // With the comma after it.
            bytes += JSONValue.object(longest.form).byteCount + 1
            if basket.codes[index] != nil { bytes += Self.codeBytes }
        }
        (counted, voided) = (basket.lines.count, basket.voided.count)
        hasCoupons = !coupons.isEmpty
    }

    /// Whether a sale of this size has room for what these points are spent of.
    public func hasRoom(for spends: [LeaseSpend]) -> Bool {
        let lots = SaleLeases(spent: spends).map { JSONValue.object($0.form).byteCount } ?? 0
        return lots <= Self.lotReserve + max(0, Self.limit - bytes)
    }
}

extension LineItem {
    /// The line with all of `coupons` that count for its goods, and the longest amount for them.
    fileprivate func longest(with coupons: some Sequence<Coupon>) -> LineItem {
        let counting = coupons.filter { $0.counts(for: self) }.map(\.reference)
        guard !counting.isEmpty else { return self }
        var line = self
        line.couponMatch = Money(minorUnits: .min)
        line.coupons += counting.filter { !self.coupons.contains($0) }
        return line
    }
}
