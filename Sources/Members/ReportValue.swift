public import Retail

/// One value of a report: a word, a whole number, or nothing.
///
/// In CSV nothing is an empty field; in JSON it is `null`, and numbers are numbers.
public enum ReportValue: Hashable, Sendable {
    /// A word.
    case text(String)
    /// A whole number: a count, points, or money in minor units.
    case number(Int64)
    /// No value.
    case none

    /// A day as 2017-05-31, or nothing.
    public static func day(_ day: BusinessDay?) -> ReportValue {
        day.map { .text($0.description) } ?? .none
    }

    /// A count, or nothing.
    public static func count(_ count: Int?) -> ReportValue {
        count.map { .number(Int64($0)) } ?? .none
    }

    /// The value as a field of CSV, in quotes only where RFC 4180 asks for them.
    public var csv: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): String(number)
        case .none: ""
        }
    }

    /// One line of CSV with its line end.
    public static func csvLine(_ values: some Sequence<ReportValue>) -> String {
        values.map(\.csv).joined(separator: ",") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        // Bytes, not characters: Swift reads CR LF as one character, which is neither of the two.
        let needsQuotes = text.utf8.contains { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }
        guard needsQuotes else { return text }
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return "\"" + parts.joined(separator: "\"\"") + "\""
    }
}

extension ReportValue: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .none: try container.encodeNil()
        }
    }
}
