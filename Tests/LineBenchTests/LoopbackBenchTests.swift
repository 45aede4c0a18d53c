import Channels
import Foundation
import HAL
import LineBench
import Testing
import Twins

/// The bench on cables of memory and ptys, sound and bad.
struct LoopbackBenchTests {
    typealias Faults = SerialCable.Faults

    static let plan = LinePlan(
        rates: [9600, 115_200],
        patterns: [.ones, .random, .everyByte],
        bytesPerRun: 900,
        limit: .seconds(30)
    )

    // swift-format-ignore
    static let cables: [(faults: Faults, verdict: LineVerdict, why: String)] = [
        (Faults(),                        .sound,       "a sound cable"),
        (Faults(flippedInMillion: 3000),  .bitErrors,   "bits turn over"),
        (Faults(droppedInMillion: 3000),  .byteLoss,    "bytes are lost"),
        (Faults(hasHandshake: false),     .noHandshake, "a cable of three wires"),
        (Faults(isCut: true),             .silent,      "no cable"),
    ]

    @Test(arguments: cables)
    func `a cable gets the verdict it deserves`(
        _ row: (faults: Faults, verdict: LineVerdict, why: String)
    ) async {
        let (near, far) = MemoryLine.pair(faults: row.faults, seed: 7)
        let bench = LoopbackBench(near, named: "A", far, named: "B", plan: Self.plan)
        let report = await bench.run()
        #expect(report.verdict == row.verdict, "\(row.why)\n\(report.text)")
    }

    @Test(arguments: cables)
    func `a plug gets the verdict it deserves`(
        _ row: (faults: Faults, verdict: LineVerdict, why: String)
    ) async {
        let line = MemoryLine.plug(faults: row.faults, seed: 8)
        let report = await LoopbackBench(line, named: "A", plan: Self.plan).run()
        #expect(report.verdict == row.verdict, "\(row.why)\n\(report.text)")
    }

    @Test func `a far side that keeps its own rate is told from a bad cable`() async {
        let (near, far) = MemoryLine.pair()
        let stubborn = StubbornLine(far)
        let plan = LinePlan(rates: [9600], bytesPerRun: 500)
        let bench = LoopbackBench(near, named: "A", stubborn, named: "B", plan: plan)
        let report = await bench.run()
        #expect(report.verdict == .wrongRate, "\(report.text)")
        #expect(report.runs.first?.counts?.framing ?? 0 > 0)
    }

    @Test func `on a sound cable every check works, and with a plug what one port can do`() async {
        let (near, far) = MemoryLine.pair()
        let two = await LoopbackBench(near, named: "A", far, named: "B", plan: Self.plan).run()
        #expect(two.checks.map(\.subject) == LineCheck.Subject.allCases)
        #expect(two.checks.allSatisfy { $0.outcome == .works }, "\(two.text)")
        let one = await LoopbackBench(MemoryLine.plug(), named: "A", plan: Self.plan).run()
        let untried = one.checks.filter { $0.outcome == .untried }.map(\.subject)
        #expect(untried == [.hardwareFlow, .softwareFlow])
        #expect(one.checks.allSatisfy { $0.outcome != .fails }, "\(one.text)")
    }

    @Test func `a pair of ptys is sound, refuses 7E1 and has no modem lines`() async throws {
        let (left, right) = (try PseudoTerminal(), try PseudoTerminal())
        let (nearEnd, farEnd) = (SerialEnd(), SerialEnd())
        let relay = SerialRelay(
            SerialRelay.Port(left.channel, nearEnd),
            SerialRelay.Port(right.channel, farEnd),
            by: SerialCable(nearEnd, farEnd),
            isPaced: false
        )
        let scale = SerialFormat(dataBits: 7, parity: .even, stopBits: 1)
        let plan = LinePlan(rates: [115_200], formats: [.standard, scale], bytesPerRun: 4096)
        let bench = LoopbackBench(
            try TTYChannel(path: left.path, baud: 9600),
            named: left.path,
            try TTYChannel(path: right.path, baud: 9600),
            named: right.path,
            plan: plan
        )
        let report = await bench.run()
        #expect(report.verdict == .sound, "\(report.text)")
        #expect(report.refused.count == 1)
        #expect(report.refused.first?.contains("7E1") == true)
        #expect(report.checks.first?.outcome == .absent)
        #expect(report.checks.last == LineCheck(.softwareFlow, .works))
        withExtendedLifetime(relay) {}
    }

    @Test func `a report can be read back from its JSON`() async throws {
        let report = await LoopbackBench(MemoryLine.plug(), named: "A", plan: Self.plan).run()
        let json = try JSONEncoder().encode(report)
        let again = try JSONDecoder().decode(LineReport.self, from: json)
        #expect(again.text == report.text)
        #expect(again.verdict == .sound)
    }

    @Test func `the bench ends at its limit`() async {
        let (near, far) = MemoryLine.pair(faults: Faults(isCut: true))
        let start = ContinuousClock.now
        let plan = LinePlan(rates: Array(repeating: 1200, count: 50), limit: .milliseconds(500))
        let report = await LoopbackBench(near, named: "A", far, named: "B", plan: plan).run()
        #expect(report.verdict == .silent)
        #expect(ContinuousClock.now - start < .seconds(6))
    }
}
