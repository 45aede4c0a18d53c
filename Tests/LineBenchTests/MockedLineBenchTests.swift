import Channels
import HAL
import LineBench
import MockedMachine
import Testing
import Twins

/// The bench over libserialport and the kernel's interface on ports with modem lines and pace.
@Suite(
    .serialized,
    .timeLimit(.minutes(1)),
    .enabled(if: PreloadedChild.isChild, "in a child, by PreloadedLineBenchTests")
)
struct MockedLineBenchTests {
    private func report(_ faults: SerialCable.Faults, _ plan: LinePlan) async throws -> LineReport {
        let machine = MockedMachine()
        let cable = try MockedNullModem("ttyS1", "ttyS2", on: machine, faults: faults)
        let near = try TTYChannel(path: cable.near.path, baud: 9600)
        let far = try SerialPortChannel(path: cable.far.path, baud: 9600)
        return await LoopbackBench(
            near,
            named: cable.near.path,
            far,
            named: cable.far.path,
            plan: plan
        ).run()
    }

    @Test func `a sound cable between mocked ports is found sound at 115200 baud`() async throws {
        let plan = LinePlan(rates: [115_200], patterns: [.random, .everyByte], bytesPerRun: 11_520)
        let report = try await report(.init(), plan)
        let shares = report.runs.map { Int(($0.share * 1000).rounded()) }.map { Double($0) / 10 }
        print("MEASURED: loopback bench at 115200 baud, % of the line's rate: \(shares)")
        print("MEASURED: one byte there and back: \(report.latencyMicroseconds ?? -1) us")
        #expect([.sound, .slow].contains(report.verdict), "\(report.text)")
        #expect(report.runs.allSatisfy { $0.tally.isClean && $0.share < 1.01 })
        let outcomes = Dictionary(
            uniqueKeysWithValues: report.checks.map { ($0.subject, $0.outcome) }
        )
        for subject in LineCheck.Subject.allCases where subject != .softwareFlow {
            #expect(outcomes[subject] == .works, "\(report.text)")
        }
        PreloadedChild.note()
    }

    @Test func `a cable of three wires between mocked ports has no handshake`() async throws {
        let plan = LinePlan(rates: [115_200], patterns: [.random], bytesPerRun: 1000)
        let report = try await report(.init(hasHandshake: false), plan)
        #expect(report.verdict == .noHandshake, "\(report.text)")
    }

    @Test func `a mocked cable that turns bits is found out`() async throws {
        let plan = LinePlan(rates: [115_200], patterns: [.random], bytesPerRun: 4000)
        let report = try await report(.init(flippedInMillion: 3000), plan)
        #expect(report.verdict == .bitErrors, "\(report.text)")
    }
}
