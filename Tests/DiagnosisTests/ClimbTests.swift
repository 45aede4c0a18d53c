import Diagnosis
import HAL
import Testing

/// Sights in the order in which they come, and where the climb ends.
struct ClimbTests {
    static let printer = Subject(
        role: .receiptPrinter,
        driver: "escpos-printer",
        place: "/dev/ttyS0 at 9600 8N1",
        link: .serial
    )

    static let dead = Sight.error(DeviceError(.timeout, "silence"))

    typealias Row = (
        sights: [Sight], top: Rung, signs: [RungCheck.Verdict],
        verdict: DeviceFinding.Verdict, broken: Rung?, why: String
    )

    // swift-format-ignore
    static let rows: [Row] = [
        ([.error(DeviceError(.noHardware, "x")), .connected], .settings, [.broken], .faulty, .port, "no port, no line"),
        ([.opened, .connected, dead, .printer(.ready)], .settings, [.passed, .passed, .broken], .faulty, .answer, "no answer, no paper to ask for"),
        ([.opened, .untold("pty"), .answered(nil), .printer(.paperOut), .settings(nil)], .settings, [.passed, .untold, .passed, .broken], .faulty, .state, "no paper"),
        ([.opened, .untold("pty"), .answered(nil), .printer(.paperLow), .settings(nil)], .settings, [.passed, .untold, .passed, .attention, .passed], .attention, nil, "soon is not broken"),
        ([.opened, .connected, .answered(nil), .printer(.ready), .settings(.noProof(command: "c"))], .settings, [.passed, .passed, .passed, .passed, .broken], .faulty, .settings, "the wrong profile"),
        ([.opened, .connected, .answered(nil)], .line, [.passed, .passed], .healthy, nil, "no higher than it was asked"),
        ([.opened, .connected, .answered(nil), .printer(.ready), .settings(nil), .done(.printed(.sent, looksRight: nil))], .action, [.passed, .passed, .passed, .passed, .passed, .broken], .faulty, .action, "nothing on paper"),
    ]

    @Test(arguments: rows)
    func `the first broken rung is the last, and no rung above the top is looked at`(_ row: Row) {
        var climb = Climb(Self.printer, to: row.top)
        for sight in row.sights { climb.take(sight) }
        #expect(climb.next == nil, "\(row.why)")
        #expect(climb.checks.map(\.verdict) == row.signs, "\(row.why)")
        #expect(climb.checks.map(\.level) == Array(1...row.signs.count), "\(row.why)")
        #expect(climb.finding.verdict == row.verdict, "\(row.why)")
        #expect(climb.finding.broken?.rung == row.broken, "\(row.why)")
        #expect((climb.finding.fix == nil) == (row.verdict == .healthy), "\(row.why)")
    }

    @Test func `a broken rung's fix goes before what is only soon`() {
        var climb = Climb(Self.printer, to: .settings)
        for sight: Sight in [
            .opened, .usbPrinter(hasError: true), .answered(nil), .printer(.paperOut),
        ] {
            climb.take(sight)
        }
        #expect(climb.finding.fix == "put in a new roll")
    }

    @Test func `levels count from one to six and name their rungs`() {
        #expect(Rung.allCases.map(\.level) == [1, 2, 3, 4, 5, 6])
        #expect(Rung.allCases.compactMap { Rung(level: $0.level) } == Rung.allCases)
        #expect(Rung(level: 0) == nil && Rung(level: 7) == nil)
        #expect(Rung.highestQuiet == .settings)
    }

    @Test func `the text has a line for every rung and one for every fix`() {
        var climb = Climb(Self.printer, to: .settings)
        for sight: Sight in [.opened, .untold("no modem lines"), Self.dead] { climb.take(sight) }
        let report = DoctorReport(board: "b", top: .settings, findings: [climb.finding])
        let lines = report.text.split(separator: "\n").map(String.init)
        #expect(!report.isHealthy)
        #expect(lines[0] == "board b, to level 5")
        #expect(lines[1] == "FAIL  receipt-printer   escpos-printer, /dev/ttyS0 at 9600 8N1")
        #expect(lines[3] == "      2 line     - no modem lines")
        #expect(lines[4] == "      3 answer   x timeout: silence")
        #expect(lines[5].hasPrefix("                   -> switch it on"))
        #expect(lines.count == 6)
    }
}
