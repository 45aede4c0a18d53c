import Foundation
import Testing

/// A small run of `tools/bench/powercut`: real programs, recorded, cut off and killed.
@Suite(.serialized) struct PowerCutTests {
    @Test func `a real till keeps its promises wherever its power is cut`() throws {
        guard try status("/usr/bin/strace", ["-o", "/dev/null", "true"]).status == 0 else {
            return print("SKIPPED: strace is not installed, or may not trace (Debian: strace)")
        }
        let folder = NSTemporaryDirectory() + "powercut-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try status(
            "/usr/bin/python3",
            [
                Program.root + "/tools/bench/powercut", "--data", folder, "--json", "--states",
                "300", "--lies", "40", "--sales", "10", "--kills", "6", "--tills", "2",
            ]
        )
        #expect(run.status == 0, "\(run.output)")
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        #expect(report.kept)
        #expect(report.states.tried == 300 && report.states.violations == 0)
        #expect(report.states.sales >= 10 && report.states.onPaper >= 10)
        #expect(report.states.feeds == 6, "catalogue and settings, anew before each run")
        #expect(report.mutants.count == 4 && report.mutants.values.allSatisfy { !$0.isEmpty })
        #expect(report.kills.rounds == 6 && report.kills.wrong == [])
    }

    private struct Report: Decodable {
        struct States: Decodable {
            let tried: Int
            let violations: Int
            let sales: Int
            let onPaper: Int
            let feeds: Int
        }

        struct Kills: Decodable {
            let rounds: Int
            let wrong: [String]
        }

        let kept: Bool
        let states: States
        let mutants: [String: [String: Int]]
        let kills: Kills
    }

    /// Runs a program to its end; what it says beside goes on to whoever reads this test's.
    private func status(
        _ path: String,
        _ words: [String]
    ) throws -> (status: Int32, output: String) {
        guard FileManager.default.isExecutableFile(atPath: path) else { return (127, "") }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["SUANPAN_SCRATCH": URL(filePath: Program.folder).deletingLastPathComponent().path]
        ) { $1 }
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
}
