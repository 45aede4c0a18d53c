import Conformance
import HAL
import Retail
import Testing

/// A receipt of sixty lines, a till that is killed while it prints, and the till that comes after.
///
/// Till, spooler, journal and driver are the real ones, the printer is a twin, and the witness
/// reads the paper and the journal. Between the printer's answers the cashier rings the next
/// customer's goods, whose commits carry along what was proven.
struct KilledTillTrial: Sendable {
    var seed: UInt64 = 1
    /// What each run dies of; one more follows that lives.
    var ends: [TillLife.End] = []
    /// Whether the printer loses its power with the till.
    var isPowerShared = false
    /// Whether paper is slower than the cable: then the receipt has left the till long before its
    /// last line is out, and the till hears of its lines one fence after the other.
    var isSlow = false
    /// Who prints in the spooler's place.
    var vice: BadSpooler.Vice?

    /// What the receipt looks like on paper, and what a run without an end does.
    struct Sample: Sendable {
        let lines: [String]
        let counts: (sent: Int, heard: Int, commits: Int)
    }

    /// The goods of the receipt: with head and foot sixty lines, the rule twice.
    static let goods = (1...53).map { line("Item \($0) 牛奶", Int64(100 + $0)) }

    static func sample(isSlow: Bool = false) async throws -> Sample {
        let bench = try KilledTillBench(Self(isSlow: isSlow))
        let life = try await bench.live(.none)
        let paper = bench.paper
        #expect(paper.last == "[cut]" && paper.count { $0 == "[cut]" } == 1)
        let lines = Array(paper.dropLast())
        #expect(lines.count == 61, "one is empty: \(lines.count)")
        return Sample(lines: lines, counts: life.counts)
    }

    /// What the witness finds: faults, and whether a start knew of some proven lines.
    struct Verdict: Sendable {
        let faults: [String]
        let isFenced: Bool
    }

    /// Runs it, and judges.
    func verdict(_ sample: Sample) async throws -> Verdict {
        let bench = try KilledTillBench(self)
        for end in ends { _ = try await bench.live(end) }
        _ = try await bench.live(.none)
        let record = PrintRecord(
            lines: sample.lines,
            claims: bench.claims,
            outcome: bench.claims.last?.evidence,
            paper: bench.paper
        )
        let isFenced = bench.claims.contains { claim in
            if case .fenced = claim.evidence { true } else { false }
        }
        return Verdict(
            faults: bench.faults + PaperChecker.faults(in: record),
            isFenced: isFenced
        )
    }
}
