/// How much was sold: pieces, or a measure in thousandths of its unit.
///
/// Both are integers; 0.415 kg is 415 thousandths. Zero is allowed: a coupon scanned as a line of
/// its own has no goods behind it.
public enum Quantity: Hashable, Sendable {
    /// So many pieces.
    case count(Int64)
    /// So many thousandths of `unit`: grams of a `kg`, millilitres of an `l`.
    case measure(thousandths: Int64, unit: String)
}

extension Quantity: CustomStringConvertible {
    /// `3`, or `0.415 kg`.
    public var description: String {
        switch self {
        case .count(let pieces): String(pieces)
        case .measure(let thousandths, let unit): "\(Self.decimal(thousandths)) \(unit)"
        }
    }

    private static func decimal(_ thousandths: Int64) -> String {
        let (whole, part) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
        return "\(thousandths < 0 ? "-" : "")\(whole).\(padded(Int32(part), to: 3))"
    }
}
