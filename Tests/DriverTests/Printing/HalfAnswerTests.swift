import Conformance
import Drivers
import HAL
import Testing
import Twins

/// A question of status may come while half an answer is on the line: its rest is still its rest.
struct HalfAnswerTests {
    /// What a printer that is well says to `DLE EOT 1` to `4`.
    private static let well: [UInt8] = [0x12, 0x12, 0x12, 0x12]

    /// Asks for the status twice: the first question is given up, and the second makes the reader
    /// stand aside before it is answered.
    private static func askTwice(_ printer: ESCPOSPrinter, _ far: MemoryChannel) async throws {
        let first = try? await printer.status(by: .now + .milliseconds(50))
        #expect(first == nil)
        let second = Task { try await printer.status(by: soon) }
        _ = try await far.read(exactly: 24, by: soon)
        try await far.write(well, by: soon)
        let status = try await second.value
        #expect(status == .ready)
    }

    @Test func `a fence's answer in pieces outlives a question that was given up`() async throws {
        let (near, far) = MemoryChannel.pair()
        defer { near.unplug() }
        let printer = ESCPOSPrinter(
            channel: near,
            columns: 48,
            proof: ESCPOSProof(fence: .processID)
        )
        let check = Task { try await printer.answersFence(by: soon) }
        let fence = try await far.read(exactly: 11, by: soon)
        let answer: [UInt8] = [0x37, 0x22] + fence.suffix(4) + [0x00]
        try await far.write(Array(answer.prefix(4)), by: soon)
        try await Self.askTwice(printer, far)
        try await far.write(Array(answer.dropFirst(4)), by: soon)
        let isAnswered = try await check.value
        #expect(isAnswered)
    }

    @Test func `the rest of a report is no fence`() async throws {
        let (near, far) = MemoryChannel.pair()
        let proof = ESCPOSProof(
            fence: .paperStatus,
            patience: .seconds(60),
            restartTime: .seconds(60)
        )
        let printer = ESCPOSPrinter(channel: near, columns: 48, proof: proof)
        let note = PrintDocument((1...40).map { .text("Note line \($0)") })
        let request = PrintRequest(note, as: .receipt, ticket: PrintTicket(7))
        let (said, say) = AsyncStream.makeStream(of: PrintEvidence.self)
        let job = Task { _ = try? await printer.print(request, by: soon) { say.yield($0) } }
        _ = try await far.read(exactly: 6, by: soon)
        try await far.write([0x12, 0x12], by: soon)
        _ = try await far.read(upTo: 65_536, by: soon)
        try await far.write([0x10], by: soon)
        try await Self.askTwice(printer, far)
        try await far.write([0, 0, 0], by: soon)
        // A question that is answered: the reader has had all that came before it.
        let third = Task { try await printer.status(by: soon) }
        _ = try await far.read(exactly: 12, by: soon)
        try await far.write(Self.well, by: soon)
        _ = try await third.value
        near.unplug()
        await job.value
        say.finish()
        var claims: [PrintEvidence] = []
        for await evidence in said { claims.append(evidence) }
        #expect(claims == [.sent], "three zeros are the end of a report, and not three fences")
    }
}
