/// The way up the ladder for one device: which rung is next, and where it ends.
///
///     port ──holds──▶ line ──holds──▶ answer ──▶ …      up to the top that was asked for
///       └─broken──▶ done  └─broken──▶ done              the first broken rung is the last
///
/// It decides; whoever looks at the device does as it says and tells it what was seen.
public struct Climb: Equatable, Sendable {
    /// The device.
    public let subject: Subject
    /// What was judged so far, from the lowest.
    public private(set) var checks: [RungCheck] = []
    private var ahead: ArraySlice<Rung>

    /// A climb from the lowest rung to `top`.
    public init(_ subject: Subject, to top: Rung) {
        self.init(subject, Rung.allCases.filter { $0.level <= top.level })
    }

    /// A climb by `rungs` alone, for who wants the action and has seen the rest.
    public init(_ subject: Subject, _ rungs: [Rung]) {
        self.subject = subject
        ahead = rungs[...]
    }

    /// The rung to look at next; nothing at the end.
    public var next: Rung? {
        checks.last?.verdict == .broken ? nil : ahead.first
    }

    /// Takes what was seen on the next rung; after the end nothing is taken.
    public mutating func take(_ sight: Sight) {
        guard let rung = next else { return }
        ahead.removeFirst()
        checks.append(Ladder.check(sight, on: rung, of: subject))
    }

    /// What it came to.
    public var finding: DeviceFinding { DeviceFinding(subject, checks) }
}
