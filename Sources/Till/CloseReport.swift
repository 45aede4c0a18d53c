public import DurableSQLite
internal import Journal
public import Records
public import Retail

/// The close of a day, for people and pages: a Z report.
///
/// Amounts are in minor units.
public struct CloseReport: Hashable, Codable, Sendable {
    /// The number of the report; every till counts from 1, without a gap.
    public let number: Int64
    /// The business day that was closed.
    public let day: BusinessDay
    /// When, as RFC 3339.
    public let at: String
    /// The last receipt of that day; 0 before its first.
    public let lastReceipt: Int32
    /// What sales have brought since the close before.
    public let takings: TakingsReport
    /// The cash that was counted beyond the drawer's float; nil when nobody counted.
    public let countedCash: Money?
    /// How much more that is than was taken, negative when some is missing; nil as above.
    public let cashDifference: Money?
    /// Baskets that are parked.
    public let parked: Int64
    /// Sales of which nobody knows whether the card was charged.
    public let inDoubt: Int64
    /// Records that the hub had not acknowledged.
    public let unsent: Int64

    /// The report of `close`.
    public init(_ close: DayClose) {
        number = close.number
        day = close.day
        at = close.at.description
        lastReceipt = close.lastReceipt
        takings = TakingsReport(close.takings)
        countedCash = close.countedCash
        cashDifference = close.cashDifference
        parked = close.left.parked
        inDoubt = close.left.inDoubt
        unsent = close.left.unsent
    }
}

extension CloseReport: CustomStringConvertible {
    /// One line: `Z 12 of 2017-05-31: 40 sales, 98.50 due; cash 80.00, card 18.50; 0.50 missing`.
    public var description: String {
        let parts = [
            "Z \(number) of \(day): \(takings)", cash ?? "",
            parked > 0 ? "\(parked) parked" : "",
            inDoubt > 0 ? "\(inDoubt) in doubt at the terminal" : "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// How what was counted compares with what was taken; nil when nobody counted.
    public var cash: String? {
        cashDifference.map { difference in
            switch difference {
            case .zero: "the cash is right"
            case ..<Money.zero: "\(-difference) missing"
            default: "\(difference) too much"
            }
        }
    }
}

extension Till {
    /// Closes the day: a Z report, with the cash that was counted beyond the drawer's float.
    ///
    /// It needs neither hub nor printer nor terminal. What is parked or in doubt stays so, and is
    /// in the report of the day on which it is paid.
    public func closeDay(_ counted: Money? = nil) async -> TillAnswer {
        let unsent = Int64(clamping: parts.journal.queueDepth.waiting)
        return await perform(.closeDay(counted: counted, unsent: unsent))
    }

    /// Close `number`, or the last one; nil when there is none, or the journal has forgotten it.
    public func close(_ number: Int64? = nil) async throws(StorageError) -> CloseReport? {
        try await parts.journal.dayClose(number).map(CloseReport.init)
    }
}
