internal import ArgumentParser
internal import CommandKit
internal import Till

/// Has the member at the counter of the running till pay with points.
struct PointsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "points",
        abstract: "Has the member at the counter pay with points.",
        discussion: """
            It presses PT at the till that runs on this box. The points are spent when the rest is \
            paid; 0 leaves them after all. Ends with 1 and the reason when they do not pay, with \
            69 when no till answers.
            """
    )

    @Argument(help: "How many points; as many as can be without it.")
    var count: Int64?
    @OptionGroup var page: TillPage

    func validate() throws {
        guard count ?? 0 >= 0 else { throw ValidationError("a number of points from 0 on") }
    }

    func run() async throws {
        let entered = try await page.enter(count.map { "\($0)PT" } ?? "PT")
        guard entered.accepted else { throw Failure.notWell(entered.message) }
        print(entered.message)
    }
}
