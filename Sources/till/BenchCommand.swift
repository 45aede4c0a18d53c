internal import ArgumentParser
internal import Channels
internal import CommandKit
internal import HAL
internal import LineBench

/// What is measured on the technician's table, without a till around it.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures cables and ports.",
        subcommands: [LoopbackCommand.self]
    )
}

/// Sends known bytes round a serial line and says what is wrong with it.
struct LoopbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loopback",
        abstract: "Tries a serial line with a loopback plug, or between two ports.",
        discussion: """
            One port wants a plug that joins TX to RX, RTS to CTS and DTR to DSR and DCD; two want \
            a null-modem cable. Ends with 0 when the line is sound, with 1 when it is not.
            """
    )

    @Argument(help: "The port, as /dev/ttyS0.")
    var port: String
    @Argument(help: "The other port, when a cable joins two.")
    var otherPort: String?
    @Option(parsing: .upToNextOption, help: "Baud rates to try.")
    var rates: [Int] = LinePlan().rates
    @Option(parsing: .upToNextOption, help: "Formats to try, as 8N1 7E1.")
    var formats: [String] = ["8N1"]
    @Option(help: "Seconds after which it stops, done or not.")
    var seconds = 120
    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        for format in formats where SerialFormat(format) == nil {
            throw ValidationError("`\(format)` is no format; one is 8N1")
        }
        guard rates.allSatisfy({ $0 > 0 }), seconds > 0 else {
            throw ValidationError("rates and seconds are above nought")
        }
    }

    func run() async throws {
        let plan = LinePlan(
            rates: rates,
            formats: formats.compactMap(SerialFormat.init),
            limit: .seconds(seconds)
        )
        let bench: LoopbackBench
        do throws(DeviceError) {
            let near = try TTYChannel(path: port, baud: 9600)
            let far = try otherPort.map { path throws(DeviceError) in
                try TTYChannel(path: path, baud: 9600)
            }
            bench = LoopbackBench(near, named: port, far, named: otherPort, plan: plan)
        } catch {
            throw Failure.unavailable(error.detail)
        }
        let report = await bench.run()
        print(json ? JSONText.of(report) : report.text)
        guard report.verdict == .sound else { throw ExitCode(Failure.notWell.rawValue) }
    }
}
