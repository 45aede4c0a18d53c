import HAL

/// The report in so few characters that one QR code holds it, for a photograph.
///
///     SUANPAN DOCTOR 1
///     counter-a1 5
///     receipt-printer escpos-printer +++x paperOut
///     customer-display cd5220-display +--+
///
/// The first line names the form and its version; the second the board and the highest rung asked
/// for. Then a line a device: role, driver, a sign a rung from the lowest (`+` holds, `-` nobody
/// can tell, `!` soon, `x` broken), and one word for what is wrong. No address, serial number, card
/// or word of the device is in it: whoever takes the photograph may send it to anybody.
public enum DoctorCode {
    /// The version of the form.
    public static let version = 1
    /// The most bytes that a report takes, whatever the board is called.
    public static let longest = 640

    /// The report's text, ASCII, at most `longest` bytes.
    public static func text(of report: DoctorReport) -> String {
        let head = ["SUANPAN DOCTOR \(version)", "\(word(report.board, upTo: 32)) \(report.level)"]
        return (head + report.findings.prefix(8).map(line)).joined(separator: "\n")
    }

    private static func line(_ finding: DeviceFinding) -> String {
        let signs = finding.rungs.prefix(6).map { sign($0.verdict) }.joined()
        let code = finding.rungs.last { $0.code != nil }?.code
        let words = [finding.role.rawValue, word(finding.driver, upTo: 24), signs]
        return (words + (code.map { [word($0, upTo: 16)] } ?? [])).joined(separator: " ")
    }

    private static func sign(_ verdict: RungCheck.Verdict) -> String {
        switch verdict {
        case .passed: "+"
        case .untold: "-"
        case .attention: "!"
        case .broken: "x"
        }
    }

    /// The beginning of `text` as one word of letters, digits and hyphens.
    private static func word(_ text: String, upTo limit: Int) -> String {
        let scalars = text.unicodeScalars.prefix(limit).map { scalar -> Character in
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "-")
                || ("0"..."9").contains(scalar)
            return isPlain ? Character(scalar) : "_"
        }
        return scalars.isEmpty ? "_" : String(scalars)
    }
}
