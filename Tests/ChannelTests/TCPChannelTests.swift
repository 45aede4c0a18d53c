import Channels
import Glibc
import HAL
import Testing
import Wire

struct TCPChannelTests {
    private var soon: Deadline { .now + .seconds(5) }

    private func connect(_ listener: LocalListener) async throws -> TCPChannel {
        try await TCPChannel(TCPEndpoint(host: "127.0.0.1", port: listener.port), by: soon)
    }

    @Test func `a port where nothing listens is no hardware, and named`() async throws {
        var port: UInt16 = 0
        do { port = LocalListener().port }
        let endpoint = TCPEndpoint(host: "127.0.0.1", port: port)
        let error = await #expect(throws: DeviceError.self) {
            try await TCPChannel(endpoint, by: soon)
        }
        #expect(error?.kind == .noHardware)
        #expect(error?.detail.contains("127.0.0.1:\(port): nothing listens there") == true)
    }

    @Test func `a connection that nobody answers ends at its deadline`() async {
        let start = ContinuousClock.now
        await #expect(throws: DeviceError.self) {
            // An address for documentation: nobody has it (RFC 5737).
            try await TCPChannel(
                TCPEndpoint(host: "192.0.2.1", port: 9100),
                by: start + .milliseconds(150)
            )
        }
        #expect(ContinuousClock.now - start < .seconds(3))
    }

    @Test func `what the device had said before it hung up is read, and then no more`()
        async throws
    {
        let listener = LocalListener()
        let channel = try await connect(listener)
        let device = listener.accept()
        try await device.write([4, 5], by: soon)
        device.close()
        #expect(try await channel.read(exactly: 2, by: soon) == [4, 5])
        for _ in 0..<2 {
            let error = await #expect(throws: DeviceError.self) {
                try await channel.read(upTo: 9, by: soon)
            }
            #expect(error?.kind == .noHardware)
        }
        let error = await #expect(throws: DeviceError.self) {
            for _ in 0..<1000 { try await channel.write([1], by: soon) }
        }
        #expect(error?.kind == .noHardware, "and the process still lives")
    }

    @Test func `a till that hangs up is heard by the device`() async throws {
        let listener = LocalListener()
        let channel = try await connect(listener)
        let device = listener.accept()
        channel.close()
        let error = await #expect(throws: DeviceError.self) {
            try await device.read(upTo: 1, by: soon)
        }
        #expect(error?.kind == .noHardware)
    }
}
