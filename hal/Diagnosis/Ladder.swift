import HAL

/// Says of what was seen on a rung whether it holds, and what to do when it does not.
///
/// Pure, so that every judgement is a row of a table in its test. A fix is one line that the person
/// in front of the box can do, most likely cause first.
public enum Ladder {
    /// The judgement of `sight` on `rung` of `subject`.
    public static func check(_ sight: Sight, on rung: Rung, of subject: Subject) -> RungCheck {
        RungCheck(rung, judge(sight, rung, subject))
    }

    private static func judge(_ sight: Sight, _ rung: Rung, _ subject: Subject) -> Judgement {
        switch sight {
        case .error(let error): fault(error, rung, subject)
        case .garbled(let counts, let error): garbled(counts, error)
        case .untold(let why): .untold(why)
        case .opened: .passed("there, and ours")
        case .connected: .passed("connected")
        case .modemLines(let lines, let isCTSNeeded): modem(lines, isCTSNeeded)
        case .usbPrinter(hasError: false): .passed("the printer is on the bus, without an error")
        case .usbPrinter(hasError: true):
            .attention("port-error", "the printer reports an error", fix: "see its lamps")
        case .answered(let name): .passed(name.map { "answers as \($0)" } ?? "answers")
        case .printer(let status): printer(status)
        case .drawer(let state): drawer(state)
        case .scale(let reading): scale(reading)
        case .slot(let status): .passed(status.rawValue)
        case .settings(let fault): fault.map(setting) ?? .passed("as the board says")
        case .done(let deed): judge(deed)
        }
    }
}

/// The two lowest rungs.
extension Ladder {
    private static func modem(_ lines: ModemInputs, _ isCTSNeeded: Bool) -> Judgement {
        if isCTSNeeded, !lines.contains(.cts) {
            return .broken(
                "no-cts",
                "CTS is down, so nothing is ever sent",
                fix: "switch it on; if it is on, its cable has no CTS: say `flow: none`"
            )
        }
        let names = lines.names
        guard !names.isEmpty else {
            return .untold("no modem line is up, as on a cable of three wires")
        }
        return .passed("\(names.joined(separator: ", ")) up")
    }

    private static func garbled(_ counts: LineCounts, _ error: DeviceError) -> Judgement {
        let broken = counts.framing + counts.parity
        return .broken(
            "garbled",
            "\(error); \(broken) characters came broken",
            fix: "its baud rate or format is another: compare its DIP switches with the board file"
        )
    }
}

/// What asking went wrong with.
extension Ladder {
    private static func fault(
        _ error: DeviceError,
        _ rung: Rung,
        _ subject: Subject
    ) -> Judgement {
        let fix =
            switch rung {
            case .port: portFix(error, subject)
            case .action where subject.waitsForPeople: personFix(error)
            case .line, .answer, .state, .settings, .action: answerFix(error, subject)
            }
        return .broken(error.kind.rawValue, error.description, fix: fix)
    }

    private static func portFix(_ error: DeviceError, _ subject: Subject) -> String {
        switch (error.kind, subject.link) {
        case (.noHardware, .bench): "start its bench (`till demo`), or name the folder: --bench"
        case (.noHardware, .network), (.timeout, .network):
            "switch it on; check its network cable, and its address in the board file"
        case (.noHardware, _):
            "plug it in and switch it on, or correct its channel in the board file"
        case (.busy, _): "stop the program that holds it (tilld?), then ask again"
        case (.offline, _), (.timeout, _), (.failure, _): "do as the reason says, then ask again"
        }
    }

    private static func answerFix(_ error: DeviceError, _ subject: Subject) -> String {
        switch (error.kind, subject.link) {
        case (.noHardware, _): "it was unplugged just now: plug it in again"
        case (.busy, _): "another job is under way: ask again in a minute"
        case (.offline, _): "help the device as it says, then ask again"
        case (.timeout, .network): "switch it off and on; another till may hold its connection"
        case (.timeout, .usb): "switch it off and on; try another cable"
        case (.timeout, _):
            "switch it on; check the cable, and the baud rate in the board file"
        case (.failure, .serial), (.failure, .bench):
            "check the baud rate; perhaps it does not speak what \(subject.driver) speaks"
        case (.failure, _): "perhaps it does not speak what \(subject.driver) speaks"
        }
    }

    private static func personFix(_ error: DeviceError) -> String {
        switch error.kind {
        case .timeout:
            "do it in time; if you did, look at its beeper and lamp, baud rate and end-of-line"
        case .failure: "try again, slowly; if it stays so, compare its settings with the driver's"
        case .noHardware: "it was unplugged just now: plug it in again"
        case .busy, .offline: "ask again in a minute"
        }
    }
}

extension Subject {
    /// Whether it acts only when a person does.
    fileprivate var waitsForPeople: Bool {
        switch role {
        case .scanner, .cardReader, .smartCardReader: true
        case .receiptPrinter, .customerDisplay, .scale, .cashDrawer, .paymentTerminal: false
        }
    }
}

extension ModemInputs {
    /// What a technician reads off a breakout box.
    fileprivate var names: [String] {
        let all: [(ModemInputs, String)] = [
            (.cts, "CTS"), (.dsr, "DSR"), (.dcd, "DCD"), (.ri, "RI"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
