internal import ArgumentParser
internal import Foundation
internal import Shop

/// `till demo`: a shop of simulated devices that sells by itself until somebody takes over.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Open a shop of simulated devices on this machine and sell in it.",
        discussion: """
            The real tilld and tillhub run, with a printer, a display, a scanner, a card reader and
            a payment terminal behind kernel ttys, and a network cable that can be pulled. The shop
            is also on http://127.0.0.1:7080.

            Keys: s scan, c card, p pay, n network, o paper, x power, a take over or run by itself,
            q quit.

            Exit status: 0 all is true that the demo shows, 1 something is not, 69 it cannot open.
            """
    )

    @Option(help: "Tell the whole story within so many seconds, then end.")
    var seconds: Int?

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Option(help: "The port of the page.")
    var port = 7080

    @Option(help: "Where to keep the data (default: a folder that is removed at the end).")
    var data: String?

    @Flag(help: "Keep the data folder.")
    var keep = false

    @Option(help: "What makes the customers these and no others.")
    var seed: UInt64 = 1

    @Option(help: "The folder of the boards.")
    var boards: String?

    mutating func validate() throws {
        if let seconds, !(1...86_400).contains(seconds) {
            throw ValidationError("--seconds: a whole number from 1 to 86400")
        }
        if !(1...65_535).contains(port) {
            throw ValidationError("--port: a number from 1 to 65535")
        }
    }

    mutating func run() async throws {
        var options = ShopDemo.Options()
        options.seconds = seconds
        options.isJSON = json
        options.isKept = keep || data != nil
        let isComplete: Bool
        do throws(ShopProblem) {
            let folder = data ?? NSTemporaryDirectory() + "till-demo-\(UUID().uuidString)"
            var settings = try ShopSettings(data: folder, boards: boards)
            settings.seed = seed
            settings.pagePort = port
            isComplete = try await ShopDemo(settings, options: options).run()
        } catch {
            FileHandle.standardError.write(Data("till demo: \(error)\n".utf8))
            throw ExitCode(69)
        }
        if !isComplete { throw ExitCode(1) }
    }
}
