import Records
import SyncProtocol
import Testing

/// What a device does over time: it waits, grows and shrinks its uploads, and keeps what it must.
struct DeviceEndHabitTests {
    static let chain = DeviceEndTests.chain

    @Test(arguments: 0..<20)
    func `a rest is random up to a bound that doubles to a minute`(_ faults: Int) {
        var shortest = Int64.max
        var longest = Int64.min
        for chance in stride(from: UInt64(0), to: 60_000, by: 97) {
            var end = DeviceEnd(DeviceMemory(mark: Self.chain.position(2)))
            for _ in 0..<faults { _ = end.handle(.failed, at: Moment(time: 0, chance: 0)) }
            _ = end.handle(.failed, at: Moment(time: 0, chance: chance))
            guard case .resting(let until) = end.state else {
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

    @Test func `uploads grow by a sum, shrink by half, and keep within the credits`() {
        var end = DeviceEndTests.end("connected")
        var sizes = [end.allowance]
        for event in ["acked 4", "acked 4", "refused too-large", "acked 4", "failed"] {
            _ = end.handle(DeviceEndTests.event(event), at: DeviceEndTests.moment)
            sizes.append(end.allowance)
        }
        #expect(sizes == [64, 96, 128, 64, 96, 48])
        var full = DeviceEndTests.end("connected")
        for _ in 0..<40 {
            _ = full.handle(DeviceEndTests.event("acked 2"), at: Moment(time: 0, chance: 0))
        }
        #expect(full.allowance == Upload.recordLimit)
        let action = full.handle(.proceed(head: Self.chain.head), at: DeviceEndTests.moment)
        #expect(action == .upload(after: 2, limit: 100), "the hub asked for 100 at a time")
    }

    @Test func `an idle device says hello again within its interval and a half`() {
        var end = DeviceEndTests.end("connected")
        let idle = DeviceEnd.Event.proceed(head: Self.chain.position(2))
        guard case .awaitRecords(let wait) = end.handle(idle, at: DeviceEndTests.moment) else {
            Issue.record("does not wait")
            return
        }
        #expect(wait >= DeviceEnd.helloInterval)
        #expect(wait <= DeviceEnd.helloInterval * 3 / 2)
        let later = Moment(time: DeviceEndTests.now + wait, chance: 0)
        #expect(
            end.handle(idle, at: later)
                == .sayHello(token: SyncToken(rawValue: "t1"), challenge: nil)
        )
    }

    @Test func `a challenge is repeated, and one that does not help is waited for`() {
        var end = DeviceEndTests.end("meeting")
        let word = SyncToken(rawValue: "c1")
        let challenged = DeviceEnd.Event.refused(Refusal(.challenged, "", challenge: word))
        #expect(end.handle(challenged, at: DeviceEndTests.moment) == .proceed)
        #expect(
            end.handle(.proceed(head: Self.chain.head), at: DeviceEndTests.moment)
                == .sayHello(token: .none, challenge: word)
        )
        _ = end.handle(challenged, at: DeviceEndTests.moment)
        #expect(DeviceEndTests.name(end.state) == "resting")
    }

    @Test(arguments: ["welcome 4", "refused fork", "refused gap"])
    func `an answer whose signature does not hold is no answer`(_ event: String) {
        var end = DeviceEndTests.end("meeting")
        let memory = end.memory
        _ = end.handle(DeviceEndTests.event(event), at: DeviceEndTests.moment, isVerified: false)
        #expect(DeviceEndTests.name(end.state) == "resting")
        #expect(end.memory == memory)
    }

    @Test func `a device that stands apart does so after a start`() {
        var end = DeviceEndTests.end("apart")
        end = DeviceEnd(end.memory)
        #expect(
            end.handle(.proceed(head: Self.chain.head), at: DeviceEndTests.moment)
                == .bringBranch(after: nil, limit: 64)
        )
    }

    @Test func `a branch is brought again to a hub that has begun another life`() {
        var end = DeviceEndTests.end("apart")
        for (life, after) in [("a", UInt64(3)), ("b", 4)] {
            let receipt = BranchReceipt(
                incarnation: life,
                last: DeviceEndTests.place(after),
                grant: nil
            )
            let own = Self.chain.hash(after)
            let event = DeviceEnd.Event.branchTaken(receipt, own: own, tip: DeviceEndTests.place(5))
            _ = end.handle(event, at: DeviceEndTests.moment)
        }
        #expect(
            end.handle(.proceed(head: Self.chain.head), at: DeviceEndTests.moment)
                == .bringBranch(after: nil, limit: 64)
        )
    }

    @Test func `after a grant everything begins at the new root`() {
        var end = DeviceEndTests.end("apart")
        _ = end.handle(DeviceEndTests.event("adopted"), at: DeviceEndTests.moment)
        #expect(end.memory == DeviceMemory(adopting: DeviceEndTests.grant))
        #expect(end.memory.mark == DeviceEndTests.grant.root)
        #expect(end.memory.apart == nil)
        #expect(end.memory.token == DeviceEndTests.grant.token)
    }
}
