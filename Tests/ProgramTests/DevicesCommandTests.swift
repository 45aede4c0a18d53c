import Foundation
import HAL
import Testing
import Twins

/// `till devices identify` and `test` over ptys: the programs, their words and their statuses.
@Suite(.serialized) struct DevicesCommandTests {
    @Test func `a printer that is tested prints a slip and ends with 0`() async throws {
        let bench = try TechnicianBench()
        let outcome = try await bench.till("devices", "test", "receipt-printer")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("6 action   + printed"))
        #expect(bench.printer.roll.receiptCount == 1)
    }

    @Test func `a scanner is tested by whoever scans in time`() async throws {
        let bench = try TechnicianBench()
        let scanner = bench.scanner
        let person = bench.again { scanner.scan("6901234567892") }
        defer { person.cancel() }
        let outcome = try await bench.till("devices", "test", "scanner")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains("Scan a code") && outcome.errors.contains("(30 s)"))
        #expect(outcome.output.contains("a code of 13 characters"))
    }

    @Test func `a scanner that nobody uses ends with 1 when the time is over`() async throws {
        let bench = try TechnicianBench()
        let outcome = try await bench.till("devices", "test", "scanner", "--seconds", "1")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("6 action   x timeout"), "\(outcome.output)")
        #expect(outcome.output.contains("-> do it in time"))
    }

    @Test func `a port that another program has ends with 69`() async throws {
        let bench = try TechnicianBench()
        let first = try await RunningProgram(
            "till",
            ["devices", "test", "scanner", "--bench", bench.folder, "--seconds", "30"],
            until: "Scan a code"
        )
        let outcome = try await bench.till("devices", "identify", "scanner", "--seconds", "1")
        #expect(outcome.status == 69, "\(outcome.output)")
        #expect(outcome.output.contains("stop the program that holds it"))
        _ = first.stop()
    }

    @Test func `devices identify names the device that somebody used`() async throws {
        let bench = try TechnicianBench()
        let reader = bench.cardReader
        let person = bench.again { reader.swipe(number: "2900000000018") }
        defer { person.cancel() }
        let outcome = try await bench.till("devices", "identify", "--seconds", "2", "--json")
        #expect(outcome.status == 1, "nobody used the scanner")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(
            report.findings.map { "\($0.role.rawValue) \($0.verdict)" } == [
                "receipt-printer healthy", "customer-display healthy", "scanner faulty",
                "card-reader healthy",
            ]
        )
        #expect(!outcome.output.contains("2900000000018"))
        let label = bench.printer.roll.receipts.first?.map(\.plainText).joined()
        #expect(label?.contains("receipt-printer") == true)
        #expect(bench.display.lines.first?.hasPrefix("customer-display") == true)
        #expect(!bench.printer.drawer.isOpen)
    }

    private struct Report: Decodable {
        struct Finding: Decodable {
            let role: DeviceRole
            let verdict: String
        }

        let findings: [Finding]
    }
}
