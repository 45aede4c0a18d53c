internal import ArgumentParser
internal import CommandKit
internal import Retail
internal import Till

/// Closes the running till's day, or shows an earlier close.
struct CloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Closes the day of a till: a Z report.",
        discussion: """
            It asks the till that runs on this box; neither hub nor printer nor terminal has to \
            be there. A report covers every sale since the one before, so that each sale stands in \
            exactly one. Count the cash first, without the drawer's float: the report says what is \
            missing. What is parked, or in doubt at the terminal, stays so, and stands in the \
            report of the day on which it is paid. Ends with 1 while a basket lies on the counter, \
            with 69 when no till answers.
            """
    )

    @Option(help: "The cash that was counted beyond the float, as 123.45.")
    var counted: CashAmount?
    @Option(help: "Only show an earlier close: its number, or 'last'.")
    var show: String?
    @OptionGroup var page: TillPage
    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        guard let show else { return }
        guard counted == nil else {
            throw ValidationError("--show closes nothing: leave --counted out")
        }
        guard show == "last" || Int64(show).map({ $0 > 0 }) == true else {
            throw ValidationError("--show: a number from 1 on, or 'last'")
        }
    }

    func run() async throws {
        let report: CloseReport
        if let show {
            report = try await page.get("/v1/closes/\(show)")
        } else {
            let query = counted.map { "?counted=\($0.amount.minorUnits)" } ?? ""
            report = try await page.post("/v1/closes" + query)
        }
        print(json ? JSONText.of(report) : "\(report.table)")
    }
}

/// An amount of cash as a person writes it: `123.45`, `123`.
struct CashAmount: ExpressibleByArgument {
    let amount: Money

    init?(argument: String) {
        let parts = argument.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Self.digits(parts[0], atMost: 12) else {
            return nil
        }
        guard parts.count == 2 else {
            amount = Money(minorUnits: whole * 100)
            return
        }
        guard parts[1].utf8.count == 2, let part = Self.digits(parts[1], atMost: 2) else {
            return nil
        }
        amount = Money(minorUnits: whole * 100 + part)
    }

    private static func digits(_ text: Substring, atMost count: Int) -> Int64? {
        guard text.utf8.count <= count, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}

extension CloseReport {
    fileprivate var table: ReportTable {
        ReportTable(
            rows: [
                ("close", "\(number)"), ("day", "\(day)"), ("at", at),
                ("last receipt", "\(lastReceipt)"),
            ]
                + takings.rows
                + [("counted", countedCash.map { "\($0), \(cash ?? "")" } ?? "nobody counted")]
                + [
                    ("parked", "\(parked)"), ("in doubt", "\(inDoubt)"),
                    ("not at the hub", "\(unsent)"),
                ]
        )
    }
}
