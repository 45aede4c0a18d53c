internal import Records
internal import Retail

/// How a day ends: with a report of all that was sold since the one before.
extension TillMachine {
    /// Closes the day; what is sold after it stands in the next report.
    mutating func close(
        _ counted: Money?,
        _ unsent: Int64,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard let lastReceipt else { return .refuse(.noDayOpen) }
        guard !isCounterTaken else { return .refuse(.counterIsTaken) }
        let inDoubt = parked.count { $0.card != nil }
        let close = DayClose(
            number: closing.closes + 1,
            day: lastReceipt.day,
            lastReceipt: lastReceipt.number,
            place: place,
            at: reading.time,
            takings: closing.takings,
            countedCash: counted,
            left: DayClose.Left(
                parked: Int64(parked.count - inDoubt),
                inDoubt: Int64(inDoubt),
                unsent: unsent
            )
        )
        closing = CloseStanding(closes: close.number)
        return Decision(facts: [(.dayClosed(close), name())], answer: .closed(close))
    }
}
