/// One rung of one device, judged.
public struct RungCheck: Codable, Equatable, Sendable {
    /// Whether the rung holds.
    public enum Verdict: String, Codable, Sendable, CaseIterable {
        case passed
        /// Nobody can tell, which is no fault.
        case untold
        /// It holds, and someone should do something soon.
        case attention
        /// It does not, and nothing above it was looked at.
        case broken
    }

    /// The rung's number, from 1.
    public let level: Int
    public let rung: Rung
    public let verdict: Verdict
    /// One word for machines and for the QR code; nothing when the rung holds.
    public let code: String?
    /// What was seen, in words.
    public let said: String
    /// What to do, in one line; nothing when there is nothing to do.
    public let fix: String?

    /// The judgement of `rung`.
    init(_ rung: Rung, _ judgement: Judgement) {
        level = rung.level
        self.rung = rung
        verdict = judgement.verdict
        code = judgement.code
        said = judgement.said
        fix = judgement.fix
    }
}

/// What a sight means, before it is known on which rung.
struct Judgement: Equatable {
    let verdict: RungCheck.Verdict
    let code: String?
    let said: String
    let fix: String?

    static func passed(_ said: String) -> Judgement {
        Judgement(verdict: .passed, code: nil, said: said, fix: nil)
    }

    static func untold(_ said: String, fix: String? = nil) -> Judgement {
        Judgement(verdict: .untold, code: nil, said: said, fix: fix)
    }

    static func attention(_ code: String, _ said: String, fix: String) -> Judgement {
        Judgement(verdict: .attention, code: code, said: said, fix: fix)
    }

    static func broken(_ code: String, _ said: String, fix: String) -> Judgement {
        Judgement(verdict: .broken, code: code, said: said, fix: fix)
    }
}
