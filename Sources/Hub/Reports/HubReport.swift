internal import FoundationEssentials
public import Members

/// A table that a hub writes: for people as CSV, for programs as JSON.
public struct HubReport: Hashable, Sendable {
    /// The reports there are.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        /// Where every member stands.
        case members
        /// What every store sold on every day.
        case storeDays = "store-days"
        /// What every till sold on every day.
        case tillDays = "till-days"
        /// What every department sold.
        case departments
        /// Every sale and every return, to compare two hubs record for record.
        case sales
        /// What came back: when, where, of which sale, for how much.
        case returns
    }

    /// What the table is about.
    public let name: Name
    /// The names of the columns, in order.
    public let columns: [String]
    /// The values, in the order of the columns.
    public let rows: [[ReportValue]]

    /// A table of these rows.
    public init(_ name: Name, columns: [String], rows: [[ReportValue]]) {
        self.name = name
        self.columns = columns
        self.rows = rows
    }

    /// The table as CSV: a line of names, then a line for each row.
    public var csv: String {
        rows.reduce(into: ReportValue.csvLine(columns.map(ReportValue.text))) { text, row in
            text += ReportValue.csvLine(row)
        }
    }

    /// The table as JSON: a list with an object for each row.
    public var json: String {
        let objects = rows.map { row in
            Dictionary(zip(columns, row), uniquingKeysWith: { first, _ in first })
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(objects), as: UTF8.self) + "\n"
        } catch {
            preconditionFailure("reports hold nothing that JSON cannot say: \(error)")
        }
    }
}
