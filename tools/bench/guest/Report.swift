import FoundationEssentials
import Glibc

/// What the guest tells its host: one line of JSON for the plan and one for each check.
struct Report {
    /// The outcome of a check.
    struct Line: Encodable {
        enum Outcome: String, Encodable {
            case passed
            case failed
            case skipped
        }

        let check: String
        let promise: String
        let outcome: Outcome
        /// What was measured, or what went wrong.
        let detail: String
        let seconds: Double
    }

    private struct Plan: Encodable {
        let plan: [String]
    }

    /// Names every check before the first begins, so that the host misses one that never ends.
    static func plan(_ names: [String]) {
        say(Plan(plan: names))
    }

    /// Tells of one check.
    static func tell(_ line: Line) {
        say(line)
    }

    /// Writes past every buffer: a guest that stops has said what it has done.
    private static func say(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard var bytes = try? Array(encoder.encode(value)) else { return }
        bytes.append(0x0A)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
