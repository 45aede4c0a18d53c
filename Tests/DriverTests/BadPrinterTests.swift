import Drivers
import HAL
import Testing
import Twins

/// Printers that break their protocol: what a driver must not believe.
struct BadPrinterTests {
    /// Answers each write of the driver with the next of `answers`.
    private func withScript<Result: Sendable>(
        _ answers: [[UInt8]],
        _ body: (ESCPOSPrinter) async throws -> Result
    ) async throws -> Result {
        let (near, far) = MemoryChannel.pair()
        let script = Task {
            for answer in answers {
                _ = try await far.read(upTo: 65_536, by: soon)
                try await far.write(answer, by: soon)
            }
        }
        defer { script.cancel() }
        let proof = ESCPOSProof(firstFence: 0)
        return try await body(ESCPOSPrinter(channel: near, columns: 48, proof: proof))
    }

    static let well: [UInt8] = [0x12, 0x12]

    /// The answers to some fences of job 7; `receipt` has three.
    static func fences(_ numbers: [UInt32]) -> [UInt8] {
        numbers.flatMap { [0x37, 0x22] + PrintTicket(7, fence: $0).bytes + [0x00] }
    }

    // swift-format-ignore
    static let lies: [(answer: [UInt8], kind: DeviceError.Kind, why: String)] = [
        ([],                                          .timeout, "silence"),
        (fences([1, 2]),                              .timeout, "a fence was skipped"),
        (fences([0, 2]),                              .timeout, "another was skipped"),
        (fences([0, 1]),                              .timeout, "the end is not proven"),
        (fences([0, 0, 0]),                           .timeout, "one fence thrice is one"),
        ([0x12, 0x12],                                .timeout, "late status bytes are no proof"),
        ([0x37, 0x22, 0x20, 0x20, 0x20, 0x28, 0x00],  .timeout, "the proof of another job"),
        ([0x37, 0x25, 0x00],                          .timeout, "cleared is not printed"),
        ([0x37, 0x22, 0x20, 0x20, 0x20],              .timeout, "half a proof"),
        ([0x00],                                      .timeout, "a GS r answer"),
        ([0x14, 0x00, 0x00, 0x0F],                    .timeout, "automatic status"),
        ([0xFF, 0xFE, 0x80],                          .timeout, "noise"),
    ]

    @Test(arguments: lies)
    func `nothing but its own process ID proves a job`(
        _ row: (answer: [UInt8], kind: DeviceError.Kind, why: String)
    ) async throws {
        try await withScript([Self.well, row.answer]) { printer in
            let error = await #expect(throws: DeviceError.self) {
                try await printer.print(receipt, ticket: PrintTicket(7), by: moment)
            }
            #expect(error?.kind == row.kind)
            #expect(error?.mayHaveRun == true)
        }
    }

    @Test func `its own process IDs do prove it, even among noise`() async throws {
        let proof = [0x12, 0xFF] + Self.fences([0, 0, 1]) + [0x14, 0, 0, 0] + Self.fences([2])
        try await withScript([Self.well, proof]) { printer in
            let evidence = try await printer.print(receipt, ticket: PrintTicket(7), by: soon)
            #expect(evidence == .cut)
        }
    }

    @Test(arguments: [0xFF, 0x80, 0x92, 0xE1] as [UInt8])
    func `a byte without the fixed bits is no status`(_ byte: UInt8) async throws {
        try await withScript([[byte, byte, byte, byte]]) { printer in
            let error = await #expect(throws: DeviceError.self) {
                try await printer.status(by: soon)
            }
            #expect(error?.kind == .failure)
        }
    }

    @Test func `an answer that came too late does not answer the next question`() async throws {
        let (near, far) = MemoryChannel.pair()
        let printer = ESCPOSPrinter(channel: near, columns: 48)
        await #expect(throws: DeviceError.self) { try await printer.status(by: moment) }
        _ = try await far.read(upTo: 64, by: soon)
        // The answers of then: cover open, paper out.
        try await far.write([0x16, 0x16, 0x12, 0x72], by: soon)
        async let status = printer.status(by: soon)
        _ = try await far.read(upTo: 64, by: soon)
        try await far.write([0x12, 0x12, 0x12, 0x12], by: soon)
        #expect(try await status == .ready)
    }

    @Test(arguments: [21, 22, 23, 24] as [UInt64])
    func `noise on the return channel proves nothing and stops nothing`(
        _ seed: UInt64
    ) async throws {
        let (near, far) = MemoryChannel.pair()
        let printer = ESCPOSPrinter(channel: near, columns: 48)
        var random = SeededRandom(seed: seed)
        for round in 0..<20 {
            let noise = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
            try await far.write(noise, by: soon)
            let deadline: Deadline = .now + .milliseconds(3)
            let outcome = try? await printer.print(
                receipt,
                ticket: PrintTicket(8),
                by: deadline
            )
            #expect(outcome == nil, "seed \(seed), round \(round)")
        }
    }
}
