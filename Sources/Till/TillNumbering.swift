internal import Journal

extension TillMachine {
    /// Counts on from what the journal says: the hub may have granted the till other numbers.
    ///
    /// - Returns: Whether that is elsewhere than before.
    mutating func take(_ numbers: TillNumbers) -> Bool {
        guard place != numbers.place || lastReceipt != numbers.lastReceipt || floor != numbers.floor
        else { return false }
        place = numbers.place
        lastReceipt = numbers.lastReceipt
        floor = numbers.floor
        return true
    }
}
