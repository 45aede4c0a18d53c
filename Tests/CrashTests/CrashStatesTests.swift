import Testing
import crashes

/// Which power cuts are tried.
struct CrashStatesTests {
    /// A log of commits: each two writes, a sync, and an answer.
    private static func commits(_ count: Int) -> [DiskEvent] {
        var events = [DiskEvent.link(name: "log", file: 1), .syncNames(before: 1)]
        for number in 0..<count {
            let bytes = [UInt8](repeating: UInt8(number + 1), count: 1024)
            events.append(.write(file: 1, at: 2048 * number, bytes: bytes))
            events.append(.write(file: 1, at: 2048 * number + 1024, bytes: bytes))
            events.append(.sync(file: 1, before: events.count))
            events.append(.seen(.answered("\(number)")))
        }
        return events
    }

    /// How many commits are whole in a log.
    private static func whole(_ log: [UInt8]?) -> Int {
        guard let log else { return 0 }
        var count = 0
        while log.count >= 2048 * (count + 1) {
            let commit = log[(2048 * count)..<(2048 * (count + 1))]
            guard commit.allSatisfy({ $0 == UInt8(count + 1) }) else { break }
            count += 1
        }
        return count
    }

    /// The states in which an answered commit is not whole.
    private static func lost(
        _ events: [DiskEvent],
        at moments: CrashStates.Moments = .all,
        wanted: Int = 1000
    ) -> Int {
        CrashStates(of: events, at: moments, seed: 7, wanted: wanted).all.count { state in
            var disk = Disk()
            for event in events.prefix(state.boundary) { disk.take(event) }
            let answered = events.prefix(state.boundary).count {
                if case .seen = $0 { true } else { false }
            }
            return whole(disk.folder(state.choice(on: disk))["log"]) < answered
        }
    }

    @Test func `each boundary is tried in each way that leaves another disk`() {
        let states = CrashStates(of: Self.commits(5), seed: 1, wanted: 100)
        #expect(states.boundaries == 17, "five times three, and the name's two")
        let all = states.all
        #expect(all.count > 5 * 8 && Set(all.map(\.kind)).count > 6)
        #expect(states.covered > 10)
        let few = CrashStates(of: Self.commits(5), seed: 1, wanted: 20)
        #expect(few.all.count == 20 && few.covered >= states.covered - 1, "one of each first")
        #expect(all.map(\.boundary) == all.map(\.boundary).sorted())
    }

    @Test func `no two states leave the same disk, and the later moment counts`() {
        let events = Self.commits(3)
        let states = CrashStates(of: events, seed: 3, wanted: 400)
        var seen: Set<[UInt8]?> = []
        for state in states.all {
            var disk = Disk()
            for event in events.prefix(state.boundary) { disk.take(event) }
            #expect(seen.insert(disk.folder(state.choice(on: disk))["log"]).inserted)
        }
        #expect(states.all.contains { $0.boundary == events.count }, "after the last answer")
    }

    @Test func `the same seed finds the same states, another finds others`() {
        let events = Self.commits(6)
        let first = CrashStates(of: events, seed: 1, wanted: 50).all
        #expect(first == CrashStates(of: events, seed: 1, wanted: 50).all)
        #expect(first != CrashStates(of: events, seed: 2, wanted: 50).all)
        #expect(first.count == 50)
    }

    @Test func `a lie is looked for where it is told`() {
        let events = Self.commits(5)
        let states = CrashStates(of: events, at: .whenSeen, seed: 1, wanted: 400)
        #expect(states.boundaries == 5, "one an answer")
        for state in states.all {
            guard case .seen = events[state.boundary - 1] else {
                Issue.record("nobody has seen anything at \(state)")
                continue
            }
        }
    }

    @Test func `what comes between two pages is looked at alone, if that is wanted`() {
        var events = Self.commits(5)
        let named = DiskEvent.seen(.named(feed: "catalogue", number: 1, digest: ""))
        events.insert(named, at: 9)
        let states = CrashStates(of: events, at: .whenNamed, seed: 1, wanted: 400)
        #expect(states.boundaries == 1 && states.all.allSatisfy { $0.boundary == 11 })
        #expect(CrashStates(of: events, at: .whenSeen, seed: 1, wanted: 400).boundaries == 5)
    }

    @Test(arguments: Mutant.allCases)
    func `as few states as there are answers find a lie`(_ mutant: Mutant) {
        let lie = mutant.applied(to: Self.commits(30), logs: [1])
        #expect(Self.lost(lie, at: .whenSeen, wanted: 30) > 0)
        #expect(Self.lost(Self.commits(30), at: .whenSeen, wanted: 30) == 0)
    }

    @Test func `an honest log loses nothing that was answered`() {
        #expect(Self.lost(Self.commits(8)) == 0)
    }

    @Test(arguments: Mutant.allCases)
    func `a lie loses what was answered`(_ mutant: Mutant) {
        #expect(Self.lost(mutant.applied(to: Self.commits(8), logs: [1])) > 0)
    }
}
