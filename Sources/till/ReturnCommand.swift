internal import ArgumentParser
internal import CommandKit
internal import Retail
internal import Till

/// Takes goods of a paid sale back.
struct ReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "Takes goods of a receipt back, and says what to give the customer.",
        discussion: """
            It asks the till that runs on this box, which takes back what it has sold itself in \
            the last days. A receipt is named by its number, which is one of the day that is open, \
            or by day and number as 2017-05-31/12. Without --line everything comes back that is \
            not back yet. What was paid in cash goes back in cash; what was paid by card or wallet \
            goes back there, by hand on its own terminal. Points that the goods had earned are \
            taken back. Ends with 1 when nothing is taken back, with 69 when no till answers.
            """
    )

    @Argument(help: "Its number, or day and number: 12, 2017-05-31/12.")
    var receipt: ReceiptName
    @Option(help: "A line that comes back, as the receipt counts them from 1; may be repeated.")
    var line: [Int] = []
    @Option(
        help: "How much of it, as 2 or 0.415; one for each --line, or none for all of them."
    )
    var quantity: [String] = []
    @Option(help: "Why it comes back.")
    var reason: String
    @Option(help: "Who takes it.")
    var clerk: String
    @OptionGroup var page: TillPage
    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        guard quantity.isEmpty || quantity.count == line.count else {
            throw ValidationError("--quantity: one for each --line, or none")
        }
    }

    func run() async throws {
        let items = line.enumerated().map { index, line in
            ReturnRequest.Item(line: line, quantity: quantity.isEmpty ? nil : quantity[index])
        }
        let request = ReturnRequest(
            items: items.isEmpty ? nil : items,
            reason: reason,
            clerk: clerk
        )
        let path = try await receipt.path(page) + "/returns"
        let answer: ReturnAnswer = try await page.post(path, request)
        if json { print(JSONText.of(answer)) }
        guard answer.receipt != nil else { throw Failure.notWell(answer.message) }
        if !json { print(answer.message) }
    }
}
