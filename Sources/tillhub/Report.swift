public import ArgumentParser
internal import CommandKit
internal import DurableSQLite
public import Hub
internal import Members
internal import Retail
internal import TradeFolder

/// Writes a report on the standard output.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a report: members, store-days, till-days, departments, sales or returns.",
        discussion: """
            A report is as known at the first moment of --as-of: what happens on that day is not \
            in it. Money is in minor units. Without --as-of all that is known counts; the report \
            of members needs the day.
            """
    )

    /// How a report is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case csv
        case json
    }

    @Argument(help: "members, store-days, till-days, departments, sales or returns.")
    var name: HubReport.Name
    @OptionGroup var store: StoreOption
    @Option(help: "The day, as 2017-06-01.", transform: Self.day)
    var asOf: BusinessDay?
    @Option(help: "A folder with opening_history.csv: what members bought before.")
    var warm: String?
    @Option(help: "csv or json.")
    var format = Format.csv

    private static func day(_ text: String) throws -> BusinessDay {
        guard let day = BusinessDay(text) else {
            throw ValidationError("'\(text)' is not a date as 2017-06-01")
        }
        return day
    }

    func validate() throws {
        if name == .members, asOf == nil {
            throw ValidationError("the report of members needs a day; add --as-of 2017-06-01")
        }
    }

    func run() async throws {
        let hub = try store.open()
        let opening = try opening()
        let report: HubReport
        do throws(ReportError) {
            report = try await hub.report(name, asOf: asOf, opening: opening)
        } catch {
            switch error {
            case .storage(let error): throw error.reportedByHub()
            case .programmeIsMissing, .dayIsMissing: throw Failure.data("\(error)")
            }
        }
        print(format == .csv ? report.csv : report.json, terminator: "")
    }

    private func opening() throws -> [MemberHistory] {
        guard let warm else { return [] }
        do throws(TradeProblem) {
            return try TradeFolder(path: warm).openingHistories()
        } catch {
            throw Failure.data("\(error)")
        }
    }
}

extension HubReport.Name: ExpressibleByArgument {}
