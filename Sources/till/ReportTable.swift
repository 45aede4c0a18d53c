internal import Retail
internal import Till

/// A report as columns: a name, a value.
struct ReportTable: CustomStringConvertible {
    let rows: [(name: String, value: String)]

    var description: String {
        rows.map { name, value in
            name + String(repeating: " ", count: max(1, 20 - name.count)) + value
        }.joined(separator: "\n")
    }
}

extension TakingsReport {
    /// Its part of a table.
    var rows: [(name: String, value: String)] {
        [
            ("sales", "\(sales)"), ("lines", "\(lines)"),
            ("returned", "\(returns) for \(refunded)"), ("due", "\(due)"),
        ]
            + taken.map { ("  \($0.tender)", "\($0.amount)") }
            + [("makers' coupons", "\(makerCoupon)"), ("points", "\(points)")]
    }
}
