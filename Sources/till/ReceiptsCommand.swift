internal import ArgumentParser
internal import CommandKit
internal import Retail
internal import Till

/// The receipts of the running till: which are on paper, what stands on one, and a copy of it.
struct ReceiptsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "Says which receipts are on paper, shows one, prints a copy.",
        discussion: """
            It asks the till that runs on this box, for the journal is the till's own. A receipt \
            is named by its number, which is one of the day that is open, or by day and number as \
            2017-05-31/12. Ends with 1 when there is no such receipt or no copy, with 69 when no \
            till answers.

            States: queued, nothing has left; sent, nothing is proven; fenced, so many lines are \
            proven; printed; cut; unknown, it will never be learnt. What is proven reaches the \
            journal up to a second after the paper.
            """,
        subcommands: [List.self, Show.self, Reprint.self]
    )

    /// `till receipts list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the newest receipts and how far their paper has come."
        )

        @OptionGroup var page: TillPage
        @Option(help: "How many, at most \(Till.longestReceiptList).")
        var limit = 20
        @Flag(help: "Only those of which no print is known to be on paper.")
        var unproven = false
        @Flag(help: "Write JSON.")
        var json = false

        func validate() throws {
            guard (1...Till.longestReceiptList).contains(limit) else {
                throw ValidationError("--limit: 1 to \(Till.longestReceiptList)")
            }
        }

        func run() async throws {
            let path = "/v1/receipts?limit=\(limit)&unproven=\(unproven)"
            let found: [ReceiptReport] = try await page.get(path)
            if json { return print(JSONText.of(found)) }
            let none = unproven ? "Every receipt is on paper." : "There is no receipt yet."
            print(found.isEmpty ? none : found.map(\.line).joined(separator: "\n"))
        }
    }

    /// `till receipts show RECEIPT`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what stands on a receipt, and how far each print of it has come."
        )

        @Argument(help: "Its number, or day and number: 12, 2017-05-31/12.")
        var receipt: ReceiptName
        @OptionGroup var page: TillPage
        @Flag(help: "Write JSON.")
        var json = false

        func run() async throws {
            let path = try await receipt.path(page)
            let found: ReceiptReport = try await page.get(path)
            if json { return print(JSONText.of(found)) }
            print(((found.text ?? []) + ["", found.line]).joined(separator: "\n"))
        }
    }

    /// `till receipts reprint RECEIPT`.
    struct Reprint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints one more copy of a receipt, with its number over it.",
            discussion: "The copy says DUPLICATE and its number. It is owed durably, also when the "
                + "printer has no paper now."
        )

        @Argument(help: "Its number, or day and number: 12, 2017-05-31/12.")
        var receipt: ReceiptName
        @OptionGroup var page: TillPage
        @Flag(help: "Write JSON.")
        var json = false

        func run() async throws {
            let path = try await receipt.path(page) + "/copies"
            let answer: ReprintAnswer = try await page.post(path)
            if json { print(JSONText.of(answer)) }
            guard answer.copy != nil else { throw Failure.notWell(answer.message) }
            if !json { print(answer.message) }
        }
    }
}

/// What a person calls a receipt: `12` of the day that is open, or `2017-05-31/12`.
struct ReceiptName: ExpressibleByArgument {
    let day: BusinessDay?
    let number: Int32

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let last = parts.last, let number = Int32(last), number > 0 else {
            return nil
        }
        day = parts.count == 2 ? BusinessDay(parts[0]) : nil
        if parts.count == 2, day == nil { return nil }
        self.number = number
    }

    /// Where the till on `page` has it.
    func path(_ page: TillPage) async throws(ExitCode) -> String {
        if let day { return "/v1/receipts/\(day)/\(number)" }
        let status: TillStatus = try await page.get("/v1/status")
        guard let day = status.day else {
            throw Failure.notWell("no business day was ever opened here; there is no receipt")
        }
        return "/v1/receipts/\(day)/\(number)"
    }
}

extension ReceiptReport {
    /// `2017-05-31/12  14:03:11  12.50  unknown after 16 lines, copy 1 cut`.
    fileprivate var line: String {
        let time = at.dropFirst(11).prefix(8)
        let states = prints.map { ($0.copy == 0 ? "" : "copy \($0.copy) ") + $0.words }
        return "\(day)/\(number)  \(time)  \(due)  \(states.joined(separator: ", "))"
    }
}

extension ReceiptReport.Print {
    /// The state, and what is proven where it says so.
    fileprivate var words: String {
        guard let provenLines, provenLines > 0 else { return state }
        return "\(state) after \(provenLines) lines"
    }
}
