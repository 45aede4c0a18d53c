public import DurableSQLite
internal import Loyalty
public import Members
public import Retail

/// The reports of a hub.
extension HubCore {
    /// The report `name`, as known at the first moment of `asOf`: what happens on that day is not
    /// in it.
    ///
    /// - Parameters:
    ///   - asOf: The day; nil for everything that is known, which the report of members refuses.
    ///   - opening: What members bought before the hub's first sale, for a warm start.
    public func report(
        _ name: HubReport.Name,
        asOf: BusinessDay?,
        opening: [MemberHistory] = []
    ) async throws(ReportError) -> HubReport {
        do throws(StorageError) {
            switch name {
            case .members: break
            case .storeDays: return try await tally(StoreDays(), before: asOf).report
            case .tillDays: return try await tally(TillDays(), before: asOf).report
            case .departments: return try await tally(Departments(), before: asOf).report
            case .sales: return try await tally(SaleLines(), before: asOf).report
            case .returns: return try await tally(ReturnLines(), before: asOf).report
            }
        } catch {
            throw .storage(error)
        }
        guard let asOf else { throw .dayIsMissing }
        return try await members(asOf: asOf, opening: opening)
    }

    /// One line for each booked sale, in order of time and reference, to compare two hubs by.
    ///
    /// It names nothing that differs between two hubs that took the same trade: no operation and no
    /// record.
    public func exportSales() async throws(ReportError) -> String {
        try await report(.sales, asOf: nil).csv
    }

    private func tally<Sums: Tally>(
        _ empty: Sums,
        before end: BusinessDay?
    ) async throws(StorageError) -> (report: HubReport, sums: Sums) {
        try await store.read { reading in
            var sums = empty
            try reading.sales(before: end) { sums.add($0) }
            let prefix = try reading.programme()?.programme.id ?? "points"
            return (sums.report(prefix: prefix), sums)
        }
    }

    private func members(
        asOf: BusinessDay,
        opening: [MemberHistory]
    ) async throws(ReportError) -> HubReport {
        let (programme, histories): (Programme?, [MemberHistory])
        do throws(StorageError) {
            (programme, histories) = try await store.read { reading in
                guard let programme = try reading.programme()?.programme else { return (nil, []) }
                return (programme, try Self.histories(reading, asOf, under: programme))
            }
        } catch {
            throw .storage(error)
        }
        guard let programme else { throw .programmeIsMissing }
        let rows = memberRows(
            histories: histories,
            opening: opening,
            asOf: asOf,
            programme: programme
        )
        let redeeming = programme.redeem != nil || rows.contains { $0.points.redeemed > 0 }
        return HubReport(
            .members,
            columns: MemberRow.columns(of: programme, redeeming: redeeming),
            rows: rows.map { $0.values(redeeming: redeeming) }
        )
    }

    /// Everybody's buying, from the books and the ledger.
    ///
    /// What came back before `asOf` counts on the day on which it was bought, as its points do:
    /// nobody comes to buy by giving back. The ledger does not tell when points went back. What
    /// points were spent, and when, of which lot, is in the sales that they paid for.
    private static func histories(
        _ reading: any HubReading,
        _ asOf: BusinessDay,
        under programme: Programme
    ) throws -> [MemberHistory] {
        var days: [MemberID: [BusinessDay: MemberDay]] = [:]
        for member in try reading.members() { days[member] = [:] }
        try reading.sales(before: nil) { sale in
            guard let member = sale.member else { return }
            guard sale.origin == nil || sale.receipt.day < asOf else { return }
            let day = sale.origin?.day ?? sale.receipt.day
            days[member, default: [:]][day, default: .empty(day)].sales += sale.sales
            days[member, default: [:]][day, default: .empty(day)].due += sale.due
        }
        for lot in try reading.lots(programme: programme.id) {
            days[lot.member, default: [:]][lot.day, default: .empty(lot.day)].points += lot.points
        }
        let spends = try reading.pointSpends()
        return days.map { member, days in
            MemberHistory(member: member, days: Array(days.values), spends: spends[member] ?? [])
        }
    }
}

extension MemberDay {
    fileprivate static func empty(_ day: BusinessDay) -> MemberDay {
        MemberDay(day: day, sales: 0, due: .zero, points: .zero)
    }
}

/// Why there is no report.
public enum ReportError: Error, Hashable, Sendable {
    /// The hub has no programme yet: adopt one.
    case programmeIsMissing
    /// The report needs a day.
    case dayIsMissing
    /// The store could not be read.
    case storage(StorageError)
}

extension ReportError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .programmeIsMissing:
            "the hub has no programme yet; give it one with --programme FILE at serve or import"
        case .dayIsMissing: "the report of members needs a day; add --as-of 2017-06-01"
        case .storage(let error): error.description
        }
    }
}
