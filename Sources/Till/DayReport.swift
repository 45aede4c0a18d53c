public import DurableSQLite
internal import Journal
public import Retail

/// What a till has taken on a business day, for people and pages: an X report.
public struct DayReport: Hashable, Codable, Sendable {
    /// The business day.
    public let day: BusinessDay
    /// What its sales have brought.
    public let takings: TakingsReport
}

extension DayReport: CustomStringConvertible {
    /// One line: `2017-05-31: 12 sales, 98.50 due; cash 80.00, card 18.50`.
    public var description: String { "\(day): \(takings)" }
}

extension Till {
    /// What was taken on `day`, or on the day that is open; nil when the till was not open then.
    public func dayReport(_ day: BusinessDay? = nil) async throws(StorageError) -> DayReport? {
        guard let day = day ?? machine.lastReceipt?.day else { return nil }
        return try await parts.journal.takings(of: day).map {
            DayReport(day: day, takings: TakingsReport($0))
        }
    }
}
