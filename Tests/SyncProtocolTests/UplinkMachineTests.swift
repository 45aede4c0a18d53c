import Records
import SyncProtocol
import Testing

/// The device's end as a table: every state meets every event.
struct UplinkMachineTests {
    static let chain = Chain(5)
    static let now: Int64 = 1_000_000

    /// A machine that has the hub's word for records up to 2, in the named state.
    static func machine(_ state: String) -> UplinkMachine {
        var machine = UplinkMachine(mark: chain.position(2))
        switch state {
        case "meeting": break
        case "connected":
            _ = machine.handle(event("welcome 2"))
        case "resting":
            _ = machine.handle(.failed(now: now, chance: 499))
        case "apart":
            _ = machine.handle(event("refused fork"))
        default: Issue.record("no such state: \(state)")
        }
        return machine
    }

    static func welcome(_ last: ChainHead, _ incarnation: String = "a") -> Welcome {
        Welcome(
            incarnation: incarnation,
            last: last,
            archivedSequence: 0,
            credits: 100,
            hubMilliseconds: 0
        )
    }

    static func event(_ name: String) -> UplinkMachine.Event {
        let words = name.split(separator: " ").map(String.init)
        switch words[0] {
        case "proceed":
            return .proceed(head: chain.position(UInt64(words[1]) ?? 0), now: now)
        case "later":
            return .proceed(head: chain.head, now: now + 120_000)
        case "welcome":
            let last = chain.position(UInt64(words[1]) ?? 0)
            return .welcomed(welcome(last), own: words.count > 2 ? .zero : last.hash)
        case "acked":
            let last = chain.position(UInt64(words[1]) ?? 0)
            let answer = Acknowledgement(
                incarnation: words.contains("reborn") ? "b" : "a",
                last: last,
                credits: 100
            )
            return .acknowledged(answer, own: words.contains("foreign") ? .zero : last.hash)
        case "refused":
            let kind = Refusal.Kind(rawValue: words[1]) ?? .unavailable
            return .refused(Refusal(kind, ""), now: now, chance: 7)
        default:
            return .failed(now: now, chance: 7)
        }
    }

    typealias Row = (state: String, event: String, does: String, then: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("meeting",   "proceed 5",           "sayHello",         "meeting"),
        ("connected", "proceed 5",           "upload 2",         "connected"),
        ("connected", "proceed 2",           "awaitRecords",     "connected"),
        ("resting",   "proceed 5",           "rest 500",         "resting"),
        ("resting",   "later",               "sayHello",         "meeting"),
        ("apart",     "proceed 5",           "rest 60000",       "apart"),
        ("apart",     "later",               "sayHello",         "meeting"),

        ("meeting",   "welcome 4",           "moveMark 4",       "connected"),
        ("connected", "welcome 4",           "moveMark 4",       "connected"),
        ("resting",   "welcome 4",           "moveMark 4",       "connected"),
        ("apart",     "welcome 4",           "moveMark 4",       "connected"),
        ("meeting",   "welcome 1",           "moveMark 1",       "connected"),
        ("meeting",   "welcome 4 foreign",   "standApart fork",  "apart"),
        ("connected", "welcome 4 foreign",   "standApart fork",  "apart"),
        ("resting",   "welcome 4 foreign",   "standApart fork",  "apart"),
        ("apart",     "welcome 4 foreign",   "standApart fork",  "apart"),

        ("meeting",   "acked 4",             "proceed",          "meeting"),
        ("connected", "acked 4",             "moveMark 4",       "connected"),
        ("connected", "acked 2",             "proceed",          "connected"),
        ("connected", "acked 1",             "proceed",          "connected"),
        ("connected", "acked 4 foreign",     "standApart fork",  "apart"),
        ("connected", "acked 4 reborn",      "proceed",          "meeting"),
        ("resting",   "acked 4",             "proceed",          "resting"),
        ("apart",     "acked 4",             "proceed",          "apart"),

        ("meeting",   "refused gap",         "proceed",          "meeting"),
        ("connected", "refused gap",         "proceed",          "meeting"),
        ("resting",   "refused gap",         "proceed",          "meeting"),
        ("apart",     "refused gap",         "proceed",          "meeting"),
        ("connected", "refused too-large",   "proceed",          "connected"),
        ("meeting",   "refused unavailable", "proceed",          "resting"),
        ("connected", "refused unavailable", "proceed",          "resting"),
        ("connected", "refused malformed",   "proceed",          "resting"),
        ("connected", "refused fork",        "standApart fork",  "apart"),
        ("meeting",   "refused rollback",    "standApart rollback", "apart"),
        ("meeting",   "refused stale-epoch", "standApart stale-epoch", "apart"),
        ("resting",   "refused fork",        "standApart fork",  "apart"),

        ("meeting",   "failed",              "proceed",          "resting"),
        ("connected", "failed",              "proceed",          "resting"),
        ("resting",   "failed",              "proceed",          "resting"),
        ("apart",     "failed",              "proceed",          "resting"),
    ]

    @Test(arguments: rows.indices)
    func `every state answers every event`(_ index: Int) {
        let row = Self.rows[index]
        var machine = Self.machine(row.state)
        let action = machine.handle(Self.event(row.event))
        #expect(Self.name(action) == row.does, "\(row)")
        #expect(Self.name(machine.state) == row.then, "\(row)")
    }

    @Test func `the table has every pair of state and kind of event`() {
        let kinds = ["proceed", "welcome", "acked", "refused", "failed"]
        for state in ["meeting", "connected", "resting", "apart"] {
            for kind in kinds {
                let isThere = Self.rows.contains {
                    $0.state == state && $0.event.hasPrefix(kind)
                }
                #expect(isThere, "\(state) × \(kind)")
            }
        }
    }

    @Test func `the mark never goes back for an old answer`() {
        var machine = Self.machine("connected")
        _ = machine.handle(Self.event("acked 4"))
        _ = machine.handle(Self.event("acked 3"))
        #expect(machine.mark == Self.chain.position(4))
    }

    @Test(arguments: 0..<20)
    func `a rest is random up to a bound that doubles to a minute`(_ faults: Int) {
        var shortest = Int64.max
        var longest = Int64.min
        for chance in stride(from: UInt64(0), to: 60_000, by: 97) {
            var machine = UplinkMachine(mark: Self.chain.position(2))
            for _ in 0..<faults { _ = machine.handle(.failed(now: 0, chance: 0)) }
            _ = machine.handle(.failed(now: 0, chance: chance))
            guard case .resting(let until) = machine.state else {
                Issue.record("no rest")
                return
            }
            shortest = min(shortest, until)
            longest = max(longest, until)
        }
        let bound = min(60_000, 500 << min(faults, 16))
        #expect(shortest >= 1)
        #expect(longest <= Int64(bound))
        #expect(longest > Int64(bound) * 9 / 10, "the whole width is used")
    }

    @Test func `a greeting ends the counting of faults`() {
        var machine = UplinkMachine(mark: Self.chain.position(2))
        for _ in 0..<10 { _ = machine.handle(.failed(now: 0, chance: 0)) }
        _ = machine.handle(Self.event("welcome 2"))
        _ = machine.handle(.failed(now: 0, chance: 499))
        #expect(machine.state == .resting(until: 500))
    }

    @Test func `an upload that is too large is halved down to one record`() {
        var machine = Self.machine("connected")
        var allowances = [machine.allowance]
        for _ in 0..<8 {
            _ = machine.handle(Self.event("refused too-large"))
            allowances.append(machine.allowance)
        }
        #expect(allowances == [100, 50, 25, 12, 6, 3, 1, 1, 1])
    }

    private static func name(_ action: UplinkMachine.Action) -> String {
        switch action {
        case .sayHello: "sayHello"
        case .upload(let after, _): "upload \(after)"
        case .moveMark(let mark): "moveMark \(mark.sequence)"
        case .rest(let milliseconds): "rest \(milliseconds)"
        case .awaitRecords: "awaitRecords"
        case .standApart(let kind): "standApart \(kind.rawValue)"
        case .proceed: "proceed"
        }
    }

    private static func name(_ state: UplinkMachine.State) -> String {
        switch state {
        case .meeting: "meeting"
        case .connected: "connected"
        case .resting: "resting"
        case .apart: "apart"
        }
    }
}
