public import HAL

/// What the doctor found of one device.
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
    /// Every rung that was looked at, from the lowest; a broken one is the last.
    public let rungs: [RungCheck]
    /// What to do first; nothing when all is well.
    public let fix: String?

    /// The finding that `rungs` of `subject` make.
    init(_ subject: Subject, _ rungs: [RungCheck]) {
        role = subject.role
        driver = subject.driver
        place = subject.place
        self.rungs = rungs
        let worst =
            rungs.first { $0.verdict == .broken } ?? rungs.first { $0.verdict == .attention }
        fix = worst?.fix
        verdict =
            switch worst?.verdict {
            case .broken: .faulty
            case .attention: .attention
            case .passed, .untold, nil: .healthy
            }
    }

    /// The rung that does not hold, if one does not.
    public var broken: RungCheck? { rungs.last.flatMap { $0.verdict == .broken ? $0 : nil } }

    /// What was said on `rung`; nothing when it was not looked at.
    public func said(on rung: Rung) -> String? { rungs.first { $0.rung == rung }?.said }
}

extension DeviceFinding {
    /// The finding for a terminal: a line for the device, one for each rung, one for each fix.
    var lines: [String] {
        let mark =
            switch verdict {
            case .healthy: "ok  "
            case .attention: "soon"
            case .faulty: "FAIL"
            }
        return ["\(mark)  \(TextWidth.pad(role.rawValue, to: 17)) \(driver), \(place)"]
            + rungs.flatMap(Self.lines)
    }

    private static func lines(_ check: RungCheck) -> [String] {
        let mark =
            switch check.verdict {
            case .passed: "+"
            case .untold: "-"
            case .attention: "!"
            case .broken: "x"
            }
        let name = TextWidth.pad(check.rung.rawValue, to: 8)
        let line = "      \(check.level) \(name) \(mark) \(check.said)"
        return [line] + (check.fix.map { ["                   -> \($0)"] } ?? [])
    }
}
