import Conformance
import Foundation
import TestSupport
import Testing

/// A till that is killed while a receipt of sixty lines prints: the next run goes on with it, says
/// that it is printed only when it is, and prints nothing again without a mark.
struct KilledTillTests {
    typealias Found = (trial: KilledTillTrial, verdict: KilledTillTrial.Verdict)

    /// Runs `trials`, some at a time, for each waits for the disk.
    private func judged(
        _ trials: [KilledTillTrial],
        _ sample: KilledTillTrial.Sample
    ) async throws -> [Found] {
        try await withThrowingTaskGroup(of: Found.self) { tasks in
            var found: [Found] = []
            var rest = trials[...]
            func start() {
                guard let trial = rest.popFirst() else { return }
                tasks.addTask { (trial, try await trial.verdict(sample)) }
            }
            for _ in 0..<24 { start() }
            while let result = try await tasks.next() {
                found.append(result)
                start()
            }
            return found
        }
    }

    /// Expects that no trial has a fault, and shows the first that have.
    private func expectNone(_ found: [Found]) {
        let faulty = found.filter { !$0.verdict.faults.isEmpty }
        for (trial, verdict) in faulty.prefix(5) {
            Issue.record("seed \(trial.seed), \(trial.ends): \(verdict.faults.prefix(3))")
        }
        #expect(faulty.isEmpty, "\(faulty.count) of \(found.count) trials")
    }

    /// Tills at a printer whose paper is slower than the cable: one a byte that comes from it, and
    /// some behind each commit while it prints, when the next lines are not out yet.
    private static func overSlowPaper(_ sample: KilledTillTrial.Sample) -> [KilledTillTrial] {
        let hearing = (1...sample.counts.heard).map { TillLife.End.hearing($0) }
        let commits = max(1, sample.counts.commits - 8)...sample.counts.commits + 4
        let committing = commits.flatMap {
            Array(repeating: TillLife.End.afterCommit($0), count: 4)
        }
        return (hearing + committing).enumerated().map { index, end in
            KilledTillTrial(seed: UInt64(index + 20), ends: [end], isSlow: true)
        }
    }

    /// One till each forty bytes that it sends.
    private static func whileSending(_ sample: KilledTillTrial.Sample) -> [KilledTillTrial] {
        stride(from: 40, through: sample.counts.sent, by: 40).map { offset in
            KilledTillTrial(seed: UInt64(offset), ends: [.sending(offset)])
        }
    }

    @Test(arguments: [false, true])
    func `killed behind any byte that it sends, a till goes on with the receipt`(
        _ isPowerShared: Bool
    ) async throws {
        let sample = try await KilledTillTrial.sample()
        // A life is two starts of a till and takes a while: each ninth byte, which falls on every
        // column of a line in turn. `SUANPAN_EVERY_BYTE=1` tries all three thousand.
        let step = ProcessInfo.processInfo.environment["SUANPAN_EVERY_BYTE"] == nil ? 9 : 1
        let trials = stride(from: 1, through: sample.counts.sent, by: step).map { offset in
            KilledTillTrial(
                seed: UInt64(offset),
                ends: [.sending(offset)],
                isPowerShared: isPowerShared
            )
        }
        expectNone(try await judged(trials, sample))
    }

    @Test func `killed behind any byte that it hears, a till goes on with the receipt`()
        async throws
    {
        let sample = try await KilledTillTrial.sample()
        let trials = (1...sample.counts.heard).flatMap { offset in
            (0..<4).map { seed in
                KilledTillTrial(seed: UInt64(offset * 4 + seed), ends: [.hearing(offset)])
            }
        }
        expectNone(try await judged(trials, sample))
    }

    @Test func `killed before or after any commit, a till goes on with the receipt`() async throws {
        let sample = try await KilledTillTrial.sample()
        let trials = (1...sample.counts.commits + 8).flatMap { commit in
            (0..<12).flatMap { seed in
                [TillLife.End.beforeCommit(commit), .afterCommit(commit)].map { end in
                    KilledTillTrial(seed: UInt64(commit * 12 + seed), ends: [end])
                }
            }
        }
        expectNone(try await judged(trials, sample))
    }

    @Test(arguments: [false, true])
    func `killed between a fence and its end, a till goes on behind the lines that it knows`(
        _ isPowerShared: Bool
    ) async throws {
        let sample = try await KilledTillTrial.sample(isSlow: true)
        var trials = Self.overSlowPaper(sample)
        for index in trials.indices { trials[index].isPowerShared = isPowerShared }
        let found = try await judged(trials, sample)
        expectNone(found)
        let fenced = found.count { $0.verdict.isFenced }
        print("MEASURED: of \(found.count) tills killed over slow paper \(fenced) knew some lines")
        #expect(fenced > 0, "no start knew of a proven line")
    }

    @Test func `killed again while it goes on, a till still goes on`() async throws {
        let sample = try await KilledTillTrial.sample()
        var dice = Dice(seed: Dice.seed(for: "killed again"))
        let trials = (0..<300).map { _ in
            KilledTillTrial(
                seed: dice.next() % 10_000,
                ends: (0..<3).map { _ in
                    switch Int.random(in: 0..<4, using: &dice) {
                    case 0: .sending(.random(in: 1...sample.counts.sent, using: &dice))
                    case 1: .hearing(.random(in: 1...sample.counts.heard, using: &dice))
                    case 2: .beforeCommit(.random(in: 1...8, using: &dice))
                    default: .afterCommit(.random(in: 1...8, using: &dice))
                    }
                },
                isPowerShared: Bool.random(using: &dice)
            )
        }
        expectNone(try await judged(trials, sample))
    }

    @Test(arguments: BadSpooler.Vice.allCases)
    func `a spooler that is wrong is found out`(_ vice: BadSpooler.Vice) async throws {
        // Only over slow paper has a till a number of lines to write down.
        let isSlow = vice == .notesTooMuch
        let sample = try await KilledTillTrial.sample(isSlow: isSlow)
        var trials = isSlow ? Self.overSlowPaper(sample) : Self.whileSending(sample)
        for index in trials.indices { trials[index].vice = vice }
        let found = try await judged(trials, sample)
        #expect(found.contains { !$0.verdict.faults.isEmpty })
    }
}
