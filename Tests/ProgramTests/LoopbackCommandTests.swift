import Testing
import Twins

/// `till bench loopback` over ptys: the program, its words and its status.
struct LoopbackCommandTests {
    /// Two ptys joined by a cable, or one with a plug.
    private struct Line {
        let paths: [String]
        let holders: [any Sendable]

        init(ports: Int, faults: SerialCable.Faults = .init()) throws {
            let terminals = try (0..<ports).map { _ in try PseudoTerminal() }
            let ends = terminals.map { _ in SerialEnd() }
            let wires = zip(terminals, ends).map { SerialRelay.Port($0.channel, $1) }
            let cable = SerialCable(ends[0], ends[ports - 1], faults: faults)
            let relay = SerialRelay(
                wires[0],
                ports == 2 ? wires[1] : nil,
                by: cable,
                isPaced: false
            )
            paths = terminals.map(\.path)
            holders = terminals + [relay]
        }
    }

    // swift-format-ignore
    static let rows: [(ports: Int, faults: SerialCable.Faults, status: Int32, says: String, why: String)] = [
        (2, .init(),                        0, "\"verdict\" : \"sound\"",      "a null-modem cable"),
        (1, .init(),                        0, "\"verdict\" : \"sound\"",      "a plug"),
        (2, .init(flippedInMillion: 9000),  1, "\"verdict\" : \"bit-errors\"", "a bad cable"),
        (2, .init(isCut: true),             1, "\"verdict\" : \"silent\"",     "no cable"),
    ]

    @Test(arguments: rows)
    func `the program gives a line its verdict and ends with its status`(
        _ row: (ports: Int, faults: SerialCable.Faults, status: Int32, says: String, why: String)
    ) throws {
        let line = try Line(ports: row.ports, faults: row.faults)
        let words = ["bench", "loopback"] + line.paths + ["--json", "--rates", "115200"]
        let outcome = try Program("till").run(words)
        #expect(outcome.status == row.status, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains(row.says), "\(outcome.output)\(outcome.errors)")
        withExtendedLifetime(line) {}
    }
}
