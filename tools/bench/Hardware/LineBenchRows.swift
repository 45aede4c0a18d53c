internal import ArgumentParser
internal import Channels
internal import Glibc
internal import LineBench
internal import MockedMachine

/// The loopback bench at 115,200 baud over libserialport, on ports that umockdev makes up.
///
/// A preload is chosen when a process starts, so it is a child that runs the bench.
struct LineBenchRows {
    let setting: Setting

    func run() throws -> [BenchRow] {
        guard access(MockedMachine.preload, R_OK) == 0 else {
            throw Skipped(why: "needs Debian's package umockdev")
        }
        var share = Samples()
        var words: [Substring] = []
        for _ in 0..<setting.rounds {
            let child = try ChildProgram(
                path: "/proc/self/exe",
                ["mocked-line"],
                variables: ["LD_PRELOAD=\(MockedMachine.preload)"]
            )
            defer { child.stop() }
            words = try child.ask("").split(separator: " ", maxSplits: 2)
            guard words.count == 3, let percent = Double(words[0]) else {
                throw BenchFault("the line said: \(words.joined(separator: " "))")
            }
            share.add(.milliseconds(percent))
        }
        return [
            BenchRow(
                "loopback at 115200 baud, of the line's rate",
                share.median,
                "%",
                samples: share.count,
                aim: .atLeast(95),
                note: "kernel's interface to libserialport and back, paced cable; \(words[2])"
            ),
            BenchRow("  one byte there and back", Double(words[1]) ?? .nan, "us", samples: 20),
        ]
    }
}

/// One run of the loopback bench in a process that was started under the preload.
struct MockedLineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mocked-line",
        abstract: "Runs the loopback bench between two mocked ports, under umockdev's preload.",
        shouldDisplay: false
    )

    func run() async throws {
        let machine = MockedMachine()
        let cable = try MockedNullModem("ttyS1", "ttyS2", on: machine)
        let report = await LoopbackBench(
            try TTYChannel(path: cable.near.path, baud: 9600),
            named: cable.near.path,
            try SerialPortChannel(path: cable.far.path, baud: 9600),
            named: cable.far.path,
            plan: LinePlan(rates: [115_200], patterns: [.random], bytesPerRun: 23_040)
        ).run()
        let shares = report.runs.map { $0.tally.isClean ? $0.share * 100 : 0 }
        // The slower of the two directions.
        print(
            shares.min() ?? 0,
            report.latencyMicroseconds ?? -1,
            "verdict \(report.verdict.rawValue)"
        )
    }
}
