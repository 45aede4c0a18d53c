/// An amount of minor units as a shop in China writes it: `12.80`, `-3.00`.
enum Amount {
    static func text(_ minorUnits: Int64) -> String {
        let (whole, part) = minorUnits.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(minorUnits < 0 ? "-" : "")\(whole).\(part < 10 ? "0" : "")\(part)"
    }

    /// With the sign of the currency.
    static func yuan(_ minorUnits: Int64) -> String { "¥" + text(minorUnits) }
}
