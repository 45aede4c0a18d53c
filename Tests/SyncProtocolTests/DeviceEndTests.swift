import Records
import SyncProtocol
import Testing

/// The device's end as a table: every state meets every event.
struct DeviceEndTests {
    static let chain = Chain(5)
    static let now: Int64 = 1_000_000
    static let moment = Moment(time: now, chance: 7)
    static let grant = Grant(
        device: DeviceID(7),
        epoch: 2,
        base: .zero,
        token: SyncToken(rawValue: "t2"),
        branch: place(5)
    )

    static func place(_ sequence: UInt64) -> ChainPlace {
        ChainPlace(device: DeviceID(7), head: chain.position(sequence))
    }

    /// An end that has the hub's word for records up to 2, in the named state.
    static func end(_ state: String) -> DeviceEnd {
        var end = DeviceEnd(DeviceMemory(mark: chain.position(2)))
        switch state {
        case "meeting": break
        case "connected": _ = end.handle(event("welcome 2"), at: moment)
        case "resting": _ = end.handle(.failed, at: Moment(time: now, chance: 499))
        case "apart": _ = end.handle(event("refused fork"), at: moment)
        default: Issue.record("no such state: \(state)")
        }
        return end
    }

    static func event(_ name: String) -> DeviceEnd.Event {
        let words = name.split(separator: " ").map(String.init)
        let number = words.count > 1 ? UInt64(words[1]) ?? 0 : 0
        let last = chain.position(number)
        let own: Digest? = words.contains("foreign") ? .zero : last.hash
        switch words[0] {
        case "proceed":
            return .proceed(head: last)
        case "welcome":
            return .welcomed(
                Welcome(
                    incarnation: "a",
                    last: last,
                    archivedSequence: 1,
                    credits: 100,
                    hubMilliseconds: 0,
                    token: SyncToken(rawValue: "t1")
                ),
                own: own
            )
        case "acked":
            let life = words.contains("reborn") ? "b" : "a"
            let answer = Acknowledgement(incarnation: life, last: last, credits: 100)
            return .acknowledged(answer, own: own)
        case "brought":
            let receipt = BranchReceipt(
                incarnation: "a",
                last: place(number),
                grant: words.contains("granted") ? grant : nil
            )
            return .branchTaken(receipt, own: own, tip: place(5))
        case "refused":
            return .refused(Refusal(Refusal.Kind(rawValue: words[1]) ?? .unavailable, ""))
        case "adopted":
            return .adopted(grant)
        default:
            return .failed
        }
    }

    typealias Row = (state: String, event: String, does: String, then: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("meeting",   "proceed 5",           "sayHello",      "meeting"),
        ("connected", "proceed 5",           "upload 2",      "connected"),
        ("connected", "proceed 2",           "awaitRecords",  "connected"),
        ("resting",   "proceed 5",           "rest",          "resting"),
        ("apart",     "proceed 5",           "bringBranch",   "apart"),

        ("meeting",   "welcome 4",           "remember 4",    "connected"),
        ("meeting",   "welcome 1",           "remember 1",    "connected"),
        ("meeting",   "welcome 4 foreign",   "standApart",    "apart"),
        ("connected", "welcome 4",           "proceed",       "connected"),
        ("resting",   "welcome 4",           "proceed",       "resting"),
        ("apart",     "welcome 4",           "proceed",       "apart"),

        ("meeting",   "acked 4",             "proceed",       "meeting"),
        ("connected", "acked 4",             "remember 4",    "connected"),
        ("connected", "acked 1",             "remember 2",    "connected"),
        ("connected", "acked 4 foreign",     "standApart",    "apart"),
        ("connected", "acked 4 reborn",      "proceed",       "meeting"),
        ("resting",   "acked 4",             "proceed",       "resting"),
        ("apart",     "acked 4",             "proceed",       "apart"),

        ("meeting",   "brought 5 granted",   "proceed",       "meeting"),
        ("connected", "brought 5 granted",   "proceed",       "connected"),
        ("resting",   "brought 5 granted",   "proceed",       "resting"),
        ("apart",     "brought 3",           "proceed",       "apart"),
        ("apart",     "brought 3 granted",   "proceed",       "apart"),
        ("apart",     "brought 5",           "proceed",       "resting"),
        ("apart",     "brought 5 granted",   "adopt",         "apart"),
        ("apart",     "brought 5 foreign",   "proceed",       "resting"),

        ("meeting",   "refused gap",         "proceed",       "meeting"),
        ("connected", "refused gap",         "proceed",       "meeting"),
        ("resting",   "refused gap",         "proceed",       "meeting"),
        ("apart",     "refused gap",         "proceed",       "resting"),
        ("connected", "refused too-large",   "proceed",       "connected"),
        ("connected", "refused unavailable", "proceed",       "resting"),
        ("connected", "refused malformed",   "proceed",       "resting"),
        ("meeting",   "refused unverified",  "proceed",       "resting"),
        ("meeting",   "refused revoked",     "proceed",       "resting"),
        ("meeting",   "refused rollback",    "standApart",    "apart"),
        ("meeting",   "refused stale-token", "standApart",    "apart"),
        ("meeting",   "refused stale-epoch", "standApart",    "apart"),
        ("connected", "refused fork",        "standApart",    "apart"),
        ("resting",   "refused fork",        "standApart",    "apart"),
        ("apart",     "refused fork",        "proceed",       "resting"),

        ("meeting",   "adopted",             "remember 0",    "meeting"),
        ("connected", "adopted",             "remember 0",    "meeting"),
        ("resting",   "adopted",             "remember 0",    "meeting"),
        ("apart",     "adopted",             "remember 0",    "meeting"),

        ("meeting",   "failed",              "proceed",       "resting"),
        ("connected", "failed",              "proceed",       "resting"),
        ("resting",   "failed",              "proceed",       "resting"),
        ("apart",     "failed",              "proceed",       "resting"),
    ]

    @Test(arguments: rows.indices)
    func `every state answers every event`(_ index: Int) {
        let row = Self.rows[index]
        var end = Self.end(row.state)
        let action = end.handle(Self.event(row.event), at: Self.moment)
        #expect(Self.name(action, end) == row.does, "\(row)")
        #expect(Self.name(end.state) == row.then, "\(row)")
    }

    @Test func `the table has every pair of state and kind of event`() {
        let kinds = ["proceed", "welcome", "acked", "brought", "refused", "adopted", "failed"]
        for state in ["meeting", "connected", "resting", "apart"] {
            for kind in kinds {
                let isThere = Self.rows.contains {
                    $0.state == state && $0.event.hasPrefix(kind)
                }
                #expect(isThere, "\(state) × \(kind)")
            }
        }
    }

    static func name(_ action: DeviceEnd.Action, _ end: DeviceEnd) -> String {
        switch action {
        case .sayHello: "sayHello"
        case .upload(let after, _): "upload \(after)"
        case .bringBranch: "bringBranch"
        case .adopt: "adopt"
        case .remember: "remember \(end.memory.mark.sequence)"
        case .standApart: "standApart"
        case .rest: "rest"
        case .awaitRecords: "awaitRecords"
        case .proceed: "proceed"
        }
    }

    static func name(_ state: DeviceEnd.State) -> String {
        switch state {
        case .meeting: "meeting"
        case .connected: "connected"
        case .resting: "resting"
        case .apart: "apart"
        }
    }
}
