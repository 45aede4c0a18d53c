import Boards
import Diagnosis
import HAL
import Testing
import Twins

/// The highest rung, and `identify`: what each device does, with a person beside it.
struct DoctorActionTests {
    static let text = """
        board: { vendor: v, revision: a, arch: x86_64 }
        receipt-printer:
          { driver: escpos-printer, channel: { bench: printer }, columns: 48, characters: gb18030,
            timeout-ms: 4000 }
        customer-display:
          { driver: cd5220-display, channel: { bench: display }, columns: 20, rows: 2,
            characters: gbk, timeout-ms: 500 }
        scanner: { driver: serial-scanner, channel: { bench: scanner } }
        card-reader:
          { driver: serial-card-reader, channel: { bench: card-reader }, timeout-ms: 1000,
            member-cards: [ { prefix: "29", lengths: [13] } ] }
        scale: { driver: toledo-8217-scale, unit: gram, timeout-ms: 900, channel: { bench: scale } }
        cash-drawer: { driver: printer-drawer, is-open-when-high: false, timeout-ms: 2000 }
        """

    private func board() throws -> Board { try Board(name: "b", text: Self.text, file: "b.yaml") }

    /// A person who scans, swipes and weighs whenever anything is asked for.
    private func hands(at bench: TestBench, sees: Bool? = true) -> Hands {
        let (scanner, reader, scale) = (bench.scanner, bench.cardReader, bench.scale)
        return Hands(sees: sees) {
            scanner.scan("6901234567892")
            reader.swipe(number: "2900000000018", name: "LI/MEI")
            scale.put(1_250)
        }
    }

    @Test func `every device of a healthy counter passes its whole ladder`() async throws {
        let bench = try TestBench()
        let report = try await board().doctor(
            bench.opener,
            to: .action,
            technician: hands(at: bench)
        )
        #expect(report.isHealthy, "\(report.text)")
        #expect(report.findings.allSatisfy { $0.rungs.last?.rung == .action }, "\(report.text)")
        #expect(report.findings.allSatisfy { $0.rungs.last?.verdict == .passed }, "\(report.text)")
        let slip = bench.printer.roll.receipts.first?.map(\.plainText).joined(separator: "\n")
        #expect(slip?.contains("𠮷") == true && slip?.contains("till doctor") == true)
        #expect(bench.printer.drawer.isOpen)
        #expect(bench.display.lines.first?.hasPrefix("customer-display") == true)
    }

    @Test func `no level below the action moves paper, drawer or picture`() async throws {
        let bench = try TestBench()
        let before = bench.display.lines
        let report = try await board().doctor(bench.opener)
        #expect(report.isHealthy && report.level == 5, "\(report.text)")
        #expect(bench.printer.roll.receiptCount == 0)
        #expect(!bench.printer.drawer.isOpen && bench.display.lines == before)
    }

    @Test func `nothing of a card or a code is in the report`() async throws {
        let bench = try TestBench()
        let report = try await board().doctor(
            bench.opener,
            to: .action,
            technician: hands(at: bench)
        )
        for secret in ["2900000000018", "0018", "LI/MEI", "6901234567892"] {
            #expect(!report.text.contains(secret), "\(report.text)")
        }
        #expect(report.text.contains("a member's card"))
    }

    @Test func `devices show which one they are, and only a named drawer opens`() async throws {
        let bench = try TestBench()
        let report = try await board().identify(bench.opener, technician: hands(at: bench))
        #expect(report.isHealthy, "\(report.text)")
        #expect(
            report.findings.map(\.role) == [
                .receiptPrinter, .customerDisplay, .scanner, .cardReader, .scale,
            ]
        )
        #expect(!bench.printer.drawer.isOpen)
        let label = bench.printer.roll.receipts.first?.map(\.plainText).joined()
        #expect(label?.contains("receipt-printer") == true)

        let drawer = try await board().identify(
            bench.opener,
            roles: [.cashDrawer],
            technician: hands(at: bench)
        )
        #expect(drawer.findings.map(\.role) == [.cashDrawer] && drawer.isHealthy, "\(drawer.text)")
        #expect(bench.printer.drawer.isOpen)
    }

    @Test func `a device that stays silent is told apart from those that show themselves`()
        async throws
    {
        let bench = try TestBench()
        let reader = bench.cardReader
        let hands = Hands(patience: .milliseconds(300)) { reader.swipe(number: "2900000000018") }
        let report = try await board().identify(
            bench.opener,
            roles: [.scanner, .cardReader],
            technician: hands
        )
        #expect(report.findings.map(\.verdict) == [.faulty, .healthy], "\(report.text)")
        #expect(report.findings.first?.broken?.code == "timeout")
    }
}
