import Foundation
import Journal
import Records
import Retail
import Synchronization
import Testing
import Till

/// A box whose clock wakes up in 2099: the day that it opens then is for ever.
struct LeapingClockTests {
    /// A wall clock that anybody sets, and a counter that nobody does.
    private final class LeapingClock: TillClock {
        private let time: Mutex<SaleTime>

        init(_ time: SaleTime) {
            self.time = Mutex(time)
        }

        func set(_ time: SaleTime) { self.time.withLock { $0 = time } }

        func read() -> ClockReading {
            let time = time.withLock { $0 }
            return ClockReading(
                time: time,
                wallMilliseconds: time.unixSeconds * 1000,
                monotonicNanoseconds: 5_000_000_000,
                quality: .local
            )
        }
    }

    private static let list = MemoryCatalogue(items: [("690", item(21, price: 250))])
    /// 2099-01-01 at noon.
    private static let leapt = SaleTime(unixSeconds: 4_070_966_400, offsetMinutes: -240)
    /// 2020-01-01, in milliseconds: between what is true here and the leap.
    private static let between: Int64 = 1_577_836_800_000

    /// A till that has sold on `TestBench.day` and is started again with `clock`.
    private static func startedAgain(
        _ bench: TestBench,
        _ clock: (TillJournal) -> any TillClock
    ) async throws -> (till: Till, counter: Counter, journal: TillJournal) {
        let first = try bench.journal()
        let till = try await bench.till(first)
        let before = Counter(till: till, catalogue: list, clock: SetTillClock(TestBench.time))
        for line in ["690", "CA"] { #expect(try await before.enter(line).accepted) }
        await till.settle()
        first.abandon()
        let journal = try bench.journal()
        let clock = clock(journal)
        let again = try await bench.till(journal, clock: clock)
        return (again, Counter(till: again, catalogue: list, clock: clock), journal)
    }

    @Test func `it sells on under the day that it knew, until a person says the date`()
        async throws
    {
        let bench = try TestBench()
        let (till, counter, journal) = try await Self.startedAgain(bench) { journal in
            GuardedClock(LeapingClock(Self.leapt), known: journal.lastTime)
        }
        #expect(try await counter.enter("690").accepted)
        #expect(try await counter.enter("CA").message.hasPrefix("Receipt 2:"))
        let status = try await till.status()
        #expect(status.day == TestBench.day)
        #expect(status.clockNote.contains("2099-01-01"), "\(status.clockNote)")
        #expect(status.clockNote.contains("DT2017-05-01"), "\(status.clockNote)")
        #expect(try #require(journal.lastTime) < Self.between, "no record is of 2099")

        #expect(try await counter.enter("DT20170430").accepted == false, "days do not go back")
        #expect(try await counter.enter("DT20170502").message == "Today is 2017-05-02.")
        #expect(try await counter.enter("690").accepted)
        #expect(try await counter.enter("CA").message.hasPrefix("Receipt 1:"))
        let next = try await till.status()
        #expect(next.day == TestBench.day.advanced(by: 1) && next.clockNote.isEmpty)
        #expect(try #require(journal.lastTime) < Self.between)
        let again = try await counter.enter("DT20170503")
        #expect(!again.accepted && again.message.contains("sure of the date"))
    }

    @Test func `it trades on the hub's day once the hub has told it`() async throws {
        let bench = try TestBench()
        let tomorrow = TestBench.time.unixSeconds * 1000 + 86_400_000
        let (till, counter, journal) = try await Self.startedAgain(bench) { journal in
            GuardedClock(
                LeapingClock(Self.leapt),
                known: journal.lastTime,
                hub: { counted in tomorrow + counted - 5000 }
            )
        }
        #expect(try await counter.enter("690").accepted)
        #expect(try await counter.enter("CA").message.hasPrefix("Receipt 1:"))
        let status = try await till.status()
        #expect(status.day == TestBench.day.advanced(by: 1))
        #expect(status.clockNote.contains("the hub's"), "\(status.clockNote)")
        #expect(try #require(journal.lastTime) < Self.between)
    }

    @Test func `what is wrong with the clock is told once, and that it is well again`() {
        let told = Mutex<[String]>([])
        let clock = LeapingClock(TestBench.time)
        let guarded = GuardedClock(
            clock,
            known: TestBench.time.unixSeconds * 1000,
            told: { note in told.withLock { $0.append(note) } }
        )
        for time in [TestBench.time, Self.leapt, Self.leapt, TestBench.time, TestBench.time] {
            clock.set(time)
            _ = guarded.read()
        }
        let notes = told.withLock { $0 }
        #expect(notes.count == 2 && notes[0].contains("2099-01-01") && notes[1].isEmpty)
    }

    /// The bad twin: a till that believes its clock, as it did before.
    @Test func `a till that believes its clock trades in 2099 for ever`() async throws {
        let bench = try TestBench()
        let clock = LeapingClock(Self.leapt)
        let (till, counter, journal) = try await Self.startedAgain(bench) { _ in clock }
        for line in ["690", "CA"] { #expect(try await counter.enter(line).accepted) }
        clock.set(TestBench.time)
        for line in ["690", "CA"] { #expect(try await counter.enter(line).accepted) }
        let status = try await till.status()
        #expect(status.day == Self.leapt.localDay && status.clockNote.isEmpty)
        #expect(try #require(journal.lastTime) > Self.between)
    }
}
