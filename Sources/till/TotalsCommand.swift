internal import ArgumentParser
internal import CommandKit
internal import Retail
internal import Till

/// What the running till has taken today, or on another day.
struct TotalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "totals",
        abstract: "Says what a till has taken on a day, by tender.",
        discussion: """
            It asks the till that runs on this box. Only paid sales count; what the till's own \
            terminal charged for them is `card`, and has to be what the terminal's own end of day \
            says. Ends with 1 when the till was not open on that day, with 69 when no till answers.
            """
    )

    @Argument(help: "The day, as 2017-05-31; without it the day that is open.")
    var day: DayName?
    @OptionGroup var page: TillPage
    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let report: DayReport = try await page.get("/v1/totals" + (day.map { "/\($0.day)" } ?? ""))
        print(json ? JSONText.of(report) : "\(report.table)")
    }
}

/// A day as a person writes it: `2017-05-31`.
struct DayName: ExpressibleByArgument {
    let day: BusinessDay

    init?(argument: String) {
        guard let day = BusinessDay(argument) else { return nil }
        self.day = day
    }
}

extension DayReport {
    fileprivate var table: ReportTable { ReportTable(rows: [("day", "\(day)")] + takings.rows) }
}
