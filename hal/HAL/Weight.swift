/// A weight, exactly as a legal scale or a label states it.
///
/// Whole grams, or thousandths of a pound: trade in either unit is settled in the unit that was
/// weighed, so there is no conversion and no floating point.
public struct Weight: Hashable, Sendable {
    /// What the amount counts.
    public enum Unit: String, Codable, Sendable, CaseIterable {
        case gram
        case thousandthPound = "thousandth-pound"
    }

    /// How many units; below zero only under a tare that was taken off the scale.
    public let amount: Int

    /// What the amount counts.
    public let unit: Unit

    /// A weight of `amount` units.
    public init(_ amount: Int, _ unit: Unit) {
        self.amount = amount
        self.unit = unit
    }

    /// A weight of `amount` grams.
    public static func grams(_ amount: Int) -> Weight { Weight(amount, .gram) }
}

extension Weight: CustomStringConvertible {
    /// As a display shows it: `1.234 kg`, `0.500 lb`.
    public var description: String {
        let digits = String(amount.magnitude)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let sign = amount < 0 ? "-" : ""
        return "\(sign)\(padded.dropLast(3)).\(padded.suffix(3)) \(unit == .gram ? "kg" : "lb")"
    }
}
