import Foundation
import Testing
import Twins

/// `till doctor` over ptys: the program, its words and its status.
@Suite(.serialized) struct DoctorCommandTests {
    @Test func `a healthy bench ends with 0 and a line for every rung`() async throws {
        let bench = try TechnicianBench()
        let outcome = try await bench.till("doctor")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.hasPrefix("board simulated, to level 5\nok    receipt-printer"))
        #expect(outcome.output.contains("3 answer   + answers as TWIN-80"))
        #expect(bench.printer.roll.receiptCount == 0)
    }

    @Test func `a broken rung ends with 1, and a low level does not climb to it`() async throws {
        let bench = try TechnicianBench()
        bench.printer.faults.set(.paperOut)
        let high = try await bench.till("doctor")
        #expect(high.status == 1)
        #expect(high.output.contains("4 state    x no paper"), "\(high.output)")
        #expect(high.output.contains("-> put in a new roll"))
        let low = try await bench.till("doctor", "--level", "3")
        #expect(low.status == 0 && !low.output.contains("4 state"), "\(low.output)")
    }

    @Test(arguments: ["png", "pbm"])
    func `another program's camera reads the report off the picture`(_ kind: String) async throws {
        guard let reader = Camera() else { return }
        let bench = try TechnicianBench()
        bench.printer.faults.set(.paperLow)
        let file = "\(bench.folder)/report.\(kind)"
        let outcome = try await bench.till("doctor", "--json", "--qr-file", file)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            try reader.read(file) == """
                SUANPAN DOCTOR 1
                simulated 5
                receipt-printer escpos-printer +-+!+ paperLow
                customer-display cd5220-display +---+
                scanner serial-scanner +---+
                card-reader serial-card-reader +---+
                cash-drawer printer-drawer +-+++
                """
        )
    }

    @Test func `another program's camera reads the report off the terminal`() async throws {
        guard let reader = Camera() else { return }
        let bench = try TechnicianBench()
        let outcome = try await bench.till("doctor", "--qr", "--level", "1")
        let file = bench.folder + "/screen.pbm"
        try Screen.picture(outcome.output).write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try reader.read(file).contains("receipt-printer escpos-printer +\n"))
    }

    @Test func `a picture that cannot be written ends with 73 and names its file`() async throws {
        let bench = try TechnicianBench()
        let outcome = try await bench.till("doctor", "--qr-file", "/nowhere/a.png")
        #expect(outcome.status == 73 && outcome.errors.contains("/nowhere/a.png"))
    }
}

/// Debian's zbarimg; nothing, with a word about it, where it is not installed.
private struct Camera {
    private static let program = "/usr/bin/zbarimg"

    init?() {
        guard FileManager.default.isExecutableFile(atPath: Self.program) else {
            print("SKIPPED: needs Debian's package zbar-tools")
            return nil
        }
    }

    /// What the code in a picture says.
    func read(_ file: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["--raw", "-q", file]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}

/// A terminal that somebody photographs.
private enum Screen {
    /// The lines that are drawn black on white, as a Netpbm bitmap of eight dots a module.
    static func picture(_ output: String) -> String {
        let rows = output.split(separator: "\n").filter { $0.hasPrefix("\u{1B}[38;5;16;48;5;231m") }
        let drawn = rows.flatMap { row -> [String] in
            let cells = row.drop { $0 != "m" }.dropFirst().prefix { $0 != "\u{1B}" }
            let top = cells.map { "█▀".contains($0) ? "1" : "0" }
            let low = cells.map { "█▄".contains($0) ? "1" : "0" }
            return [top, low].map { line in
                line.map { String(repeating: $0, count: 8) }.joined()
            }
        }
        let lines = drawn.flatMap { Array(repeating: $0, count: 8) }
        return "P1\n\(lines.first?.count ?? 0) \(lines.count)\n" + lines.joined(separator: "\n")
    }
}
