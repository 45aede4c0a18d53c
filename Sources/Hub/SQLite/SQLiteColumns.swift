internal import FoundationEssentials
internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// How values stand in columns.
extension Digest {
    var data: Data { Data(bytes) }
}

extension JournalKey {
    /// Device, epoch with branch, and number: the first columns of most tables.
    var columns: [(any DatabaseValueConvertible)?] {
        [device.number, run, Int64(clamping: sequence)]
    }

    /// The key in the first three columns of `row`.
    init(_ row: Row) {
        self.init(device: DeviceID(row[0]), run: row[1], sequence: row[2])
    }
}

extension SaleTotals {
    /// Gross, member discount, coupon match, net and maker's coupon.
    var columns: [(any DatabaseValueConvertible)?] {
        [
            gross.minorUnits, memberDiscount.minorUnits, couponMatch.minorUnits, net.minorUnits,
            makerCoupon.minorUnits,
        ]
    }

    /// The sums in the five columns of `row` from `first` on.
    init(_ row: Row, from first: Int) {
        self.init()
        gross = Money(minorUnits: row[first])
        memberDiscount = Money(minorUnits: row[first + 1])
        couponMatch = Money(minorUnits: row[first + 2])
        net = Money(minorUnits: row[first + 3])
        makerCoupon = Money(minorUnits: row[first + 4])
    }
}
