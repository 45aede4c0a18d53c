public import HAL

/// What a look at one device brought, before anyone judges it.
public struct DeviceProbe: Equatable, Sendable {
    public let role: DeviceRole
    public let driver: String
    /// Where the board says it is.
    public let place: String
    /// Why it did not open, or nothing when it did.
    public let openingError: DeviceError?
    /// What it answered; nothing when it was not asked.
    public let answer: Answer?
    /// What somebody should do though it works, or nothing.
    public let remark: String?

    /// What came of asking a device how it is.
    public enum Answer: Equatable, Sendable {
        /// A printer's word about itself, and its model when it told.
        case status(PrinterStatus, model: String?)
        /// The drawer stands open, or not.
        case drawer(isOpen: Bool)
        /// It answered that it is there, and nothing else was asked.
        case healthy
        /// What a scale said of its plate.
        case scale(ScaleReading)
        /// What a chip card reader has in its slot or field.
        case slot(SlotStatus)
        /// It took what it was sent, and is of the kind that never answers.
        case accepted
        /// It was asked and this went wrong.
        case error(DeviceError)
    }

    /// A look at one device.
    public init(
        role: DeviceRole,
        driver: String,
        place: String,
        openingError: DeviceError?,
        answer: Answer?,
        remark: String? = nil
    ) {
        self.role = role
        self.driver = driver
        self.place = place
        self.openingError = openingError
        self.answer = answer
        self.remark = remark
    }
}

/// One line of the doctor's report.
public struct DeviceFinding: Codable, Equatable, Sendable {
    /// How the device is.
    public enum Verdict: String, Codable, Sendable {
        case healthy
        /// It works, and someone should do something soon.
        case attention
        case faulty
    }

    public let role: DeviceRole
    public let driver: String
    public let place: String
    public let verdict: Verdict
    /// What was on the port.
    public let found: String
    /// What the device said, in words.
    public let answered: String
    /// What to do; nothing when all is well.
    public let fix: String?
}

/// The whole report; its JSON is the same facts.
public struct DoctorReport: Codable, Equatable, Sendable {
    public let board: String
    public let findings: [DeviceFinding]

    /// Whether the box can sell, print and open its drawer.
    public var isHealthy: Bool { findings.allSatisfy { $0.verdict != .faulty } }

    /// The report for a terminal.
    public var text: String {
        var lines = ["board \(board)"]
        for finding in findings {
            let mark =
                switch finding.verdict {
                case .healthy: "ok  "
                case .attention: "soon"
                case .faulty: "FAIL"
                }
            let role = TextWidth.pad(finding.role.rawValue, to: 17)
            lines.append("\(mark)  \(role) \(finding.place): \(finding.found), \(finding.answered)")
            if let fix = finding.fix { lines.append("      -> \(fix)") }
        }
        return lines.joined(separator: "\n")
    }
}

/// Judges probes; pure, so that every verdict is a row of a table in its test.
public enum Doctor {
    /// What `probe` means for the person in front of the box.
    public static func finding(_ probe: DeviceProbe) -> DeviceFinding {
        let (verdict, answered, fix) = judge(probe)
        return DeviceFinding(
            role: probe.role,
            driver: probe.driver,
            place: probe.place,
            verdict: verdict == .healthy && probe.remark != nil ? .attention : verdict,
            found: probe.openingError == nil ? "found" : "not opened",
            answered: answered,
            fix: fix ?? probe.remark
        )
    }

    private typealias Judgement = (DeviceFinding.Verdict, answered: String, fix: String?)

    private static func judge(_ probe: DeviceProbe) -> Judgement {
        if let error = probe.openingError { return (.faulty, error.detail, openingFix(error)) }
        switch probe.answer {
        case nil:
            return (.healthy, "waits for a person", "try it: scan a code or swipe a card")
        case .healthy:
            return (.healthy, "answered", nil)
        case .accepted:
            return (.healthy, "took a picture and never answers", "look: it shows the till")
        case .drawer(isOpen: false):
            return (.healthy, "closed", nil)
        case .drawer(isOpen: true):
            let fix = "push it shut; if it is shut, change is-open-when-high in the board file"
            return (.attention, "open", fix)
        case .scale(let reading):
            let (verdict, fix) = scaleFix(reading)
            return (verdict, reading.description, fix)
        case .slot(.absent):
            return (.healthy, "no card", "try it: present a card and ask again")
        case .slot(let status):
            return (.healthy, status.rawValue, nil)
        case .status(let status, let model):
            let (verdict, fix) = printerFix(status)
            return (verdict, (model.map { "\($0): " } ?? "") + status.rawValue, fix)
        case .error(let error):
            return (.faulty, error.description, answerFix(error, probe.driver))
        }
    }

    private static func openingFix(_ error: DeviceError) -> String {
        switch error.kind {
        case .noHardware: "plug it in and switch it on, or correct its channel in the board file"
        case .busy: "stop the program that holds it (tilld?), then ask again"
        case .offline, .timeout, .failure: "see the reason, then ask again"
        }
    }

    private static func answerFix(_ error: DeviceError, _ driver: String) -> String {
        switch error.kind {
        case .noHardware: "it was unplugged just now: plug it in again"
        case .busy: "another job is under way: ask again in a minute"
        case .offline: "help the device as it says, then ask again"
        case .timeout: "switch it on; check the cable, and the baud rate in the board file"
        case .failure: "check the baud rate; perhaps it does not speak what \(driver) speaks"
        }
    }

    private static func scaleFix(
        _ reading: ScaleReading
    ) -> (DeviceFinding.Verdict, String?) {
        switch reading {
        case .stable(let weighing) where weighing == Weighing(Weight(0, weighing.weight.unit)):
            (.healthy, nil)
        case .stable: (.attention, "clear its plate; if it is clear, zero the scale")
        case .inMotion: (.attention, "let the plate come to rest, then ask again")
        case .overCapacity: (.faulty, "clear its plate; if it is clear, have the scale serviced")
        case .underZero: (.faulty, "lay the plate back, then zero the scale")
        case .outsideZeroRange: (.faulty, "clear its plate, then switch the scale off and on")
        }
    }

    private static func printerFix(
        _ status: PrinterStatus
    ) -> (DeviceFinding.Verdict, String?) {
        switch status {
        case .ready: (.healthy, nil)
        case .paperLow: (.attention, "bring a new roll")
        case .coverOpen: (.faulty, "close the printer's cover")
        case .paperOut: (.faulty, "put in a new roll")
        case .fault: (.faulty, "clear the cutter, then switch the printer off and on")
        }
    }
}
