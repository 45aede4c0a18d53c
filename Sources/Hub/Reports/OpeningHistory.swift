public import Members
internal import Retail
public import TradeFolder

extension TradeFolder {
    /// What members bought before the folder's first sale, as reports with a warm start take it.
    ///
    /// - Throws: the first problem of the file; a balance on half a history would be wrong.
    public func openingHistories() throws(TradeProblem) -> [MemberHistory] {
        let table = try openingHistory()
        if let problem = table.problems.first { throw problem }
        var histories: [MemberID: MemberHistory] = [:]
        for row in table.rows {
            histories[row.member, default: MemberHistory(member: row.member)].days.append(
                MemberDay(day: row.day, sales: row.sales, due: row.due, points: row.points)
            )
        }
        return histories.values.sorted { $0.member < $1.member }
    }
}
