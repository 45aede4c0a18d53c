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

/// Written as `3`, or as `[415, "kg"]`.
extension Quantity: Codable {
    public init(from decoder: any Decoder) throws {
        // Most lines are pieces: asking for a pair first would throw and catch an error for each.
        if let pieces = try? decoder.singleValueContainer().decode(Int64.self) {
            self = .count(pieces)
        } else {
            var pair = try decoder.unkeyedContainer()
            self = .measure(
                thousandths: try pair.decode(Int64.self),
                unit: try pair.decode(String.self)
            )
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .count(let pieces):
            var container = encoder.singleValueContainer()
            try container.encode(pieces)
        case .measure(let thousandths, let unit):
            var container = encoder.unkeyedContainer()
            try container.encode(thousandths)
            try container.encode(unit)
        }
    }
}
