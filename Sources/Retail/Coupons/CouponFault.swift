/// One thing in a coupon that no till can go by.
public struct CouponFault: Hashable, Sendable {
    /// Which field, by its name in the file.
    public let field: String
    /// What is wrong there.
    public let what: String
    /// What to write instead.
    public let fix: String
}

extension CouponFault: CustomStringConvertible {
    /// `last-day: 2026-01-01 is before the first; write a later day`.
    public var description: String { "\(field): \(what); \(fix)" }
}

/// What a coupon must fulfil before anything is taken off by it.
///
/// The bounds are wide enough for any shop, and keep every sum far within 64 bits.
extension Coupon {
    /// The most coupons that a shop publishes at a time.
    public static let listLimit = 500
    /// The longest id.
    public static let idLimit = 24

    private static let amounts: ClosedRange<Int64> = 1...1_000_000_000
    private static let shares: ClosedRange<Int64> = 1...10_000
    private static let usesAtMost = 99
    private static let nameLimit = 48
    private static let departmentLimit = 32
    private static let itemLimit = 256

    /// Whether `text` may be an id.
    public static func isID(_ text: some StringProtocol) -> Bool {
        (1...idLimit).contains(text.utf8.count) && text.utf8.first != 0x2D
            && text.utf8.allSatisfy {
                (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
    }

    /// All that is wrong.
    public var faults: [CouponFault] {
        nameFaults + giftFaults + conditionFaults
    }

    private var nameFaults: [CouponFault] {
        var faults: [CouponFault] = []
        if !Self.isID(id) {
            faults.append(
                CouponFault(
                    field: "id",
                    what: "'\(id.prefix(Self.idLimit))' is nothing that can be typed",
                    fix: "write 1 to \(Self.idLimit) capitals, digits and hyphens"
                )
            )
        }
        if !Self.isName(name) {
            faults.append(
                CouponFault(
                    field: "name",
                    what: "is empty, too long, or has characters for control",
                    fix: "write 1 to \(Self.nameLimit) characters on one line"
                )
            )
        }
        return faults
    }

    private static func isName(_ text: String) -> Bool {
        (1...nameLimit).contains(text.unicodeScalars.count)
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private var giftFaults: [CouponFault] {
        var faults: [CouponFault] = []
        if (amountOff == nil) == (shareOff == nil) {
            let what = "a coupon takes off an amount or a share, one of them"
            let fix = "write amount-off or share-off"
            faults.append(CouponFault(field: "amount-off", what: what, fix: fix))
        }
        faults += amountFault("amount-off", amountOff)
        if let shareOff, !Self.shares.contains(shareOff) {
            let what = "\(shareOff) is not within 1 to 10000"
            let fix = "write basis points, 1000 for a tenth"
            faults.append(CouponFault(field: "share-off", what: what, fix: fix))
        }
        faults += amountFault("at-most", atMost)
        if atMost != nil, amountOff != nil {
            let what = "bounds a share, and this coupon takes off an amount"
            faults.append(CouponFault(field: "at-most", what: what, fix: "leave it out"))
        }
        return faults
    }

    private func amountFault(_ field: String, _ amount: Money?) -> [CouponFault] {
        guard let amount, !Self.amounts.contains(amount.minorUnits) else { return [] }
        let what = "\(amount.minorUnits) is not within 1 to 1000000000"
        return [CouponFault(field: field, what: what, fix: "write minor units, 500 for 5.00")]
    }

    private var conditionFaults: [CouponFault] {
        var faults = amountFault("smallest-basket", smallestBasket)
        let likely = BusinessDay.likely
        for (field, day) in [("first-day", firstDay), ("last-day", lastDay)]
        where !likely.contains(day) {
            let what = "\(day) is no day on which a till trades"
            let fix = "write one from \(likely.lowerBound) to \(likely.upperBound)"
            faults.append(CouponFault(field: field, what: what, fix: fix))
        }
        if lastDay < firstDay {
            let what = "\(lastDay) is before the first day"
            faults.append(CouponFault(field: "last-day", what: what, fix: "write a later day"))
        }
        if let departments, !isList(departments, Self.departmentLimit, Self.isName) {
            faults.append(listFault("departments", Self.departmentLimit, "names of departments"))
        }
        if let items, !isList(items, Self.itemLimit, { $0 > 0 }) {
            faults.append(listFault("items", Self.itemLimit, "numbers of products"))
        }
        if let perBasket, !(1...Self.usesAtMost).contains(perBasket) {
            let what = "\(perBasket) is not within 1 to \(Self.usesAtMost)"
            let fix = "write how often one basket takes it"
            faults.append(CouponFault(field: "per-basket", what: what, fix: fix))
        }
        return faults
    }

    private func isList<Element: Hashable>(
        _ list: [Element],
        _ limit: Int,
        _ isRight: (Element) -> Bool
    ) -> Bool {
        (1...limit).contains(list.count) && list.allSatisfy(isRight)
            && Set(list).count == list.count
    }

    private func listFault(_ field: String, _ limit: Int, _ noun: String) -> CouponFault {
        CouponFault(
            field: field,
            what: "is empty, too long, or names one that is none or stands there twice",
            fix: "write 1 to \(limit) \(noun), or leave it out"
        )
    }
}
