import Drivers
import HAL
import Testing
import Twins

/// A payment terminal on a line that garbles characters and says so.
struct GarbledTerminalTests {
    @Test(arguments: [31, 32, 33, 34] as [UInt64])
    func `no customer pays twice on a bad line, and the books are right`(
        _ seed: UInt64
    ) async throws {
        let (near, far) = MemoryChannel.pair()
        let twin = PaymentTerminalTwin(.serial, seed: seed)
        let life = Task { await twin.run(on: far) }
        defer {
            life.cancel()
            near.unplug()
        }
        let line = GarblingChannel(near, rarity: 150, seed: seed)
        let terminal = ZVTTerminal(
            channel: line,
            framing: .serial,
            currency: 978,
            timers: quickTimers
        )
        let log = MemoryIntentLog()
        let desk = PaymentDesk(terminal, log)
        var sales: [String: Int64] = [:]
        for number in 0..<6 {
            let amount = 1000 + Int64(number)
            sales["sale \(number)"] = amount
            for _ in 0..<4 {
                let standing = await desk.pay(
                    try euros(amount),
                    operation: "sale \(number)",
                    by: aCustomer
                )
                if standing.word == .approved { break }
            }
        }
        #expect(await desk.settleAll(), "seed \(seed)")
        expectBooks(sales, twin, log, "seed \(seed), \(line.faults) faults")
        #expect(line.faults > 0, "seed \(seed)")
    }

    @Test func `a garbled frame is asked for again, and none of it is an acknowledgement`()
        async throws
    {
        let (near, far) = MemoryChannel.pair()
        let transport = ZVTSerialTransport(channel: MarkedLine(inner: near), timers: quickTimers)
        let message = try #require(APDU([0x06, 0x0F, 0x00]))
        let script = Task {
            // The frame of a completion, its first byte garbled: 06 stands bare behind it.
            let frame = SerialFrame.encode(message.bytes)
            try await far.write([MarkedLine.garbled] + frame.dropFirst(), by: soon)
            let refusal = try await far.read(upTo: 1, by: soon)
            try await far.write(frame, by: soon)
            return try await refusal + far.read(upTo: 1, by: soon)
        }
        #expect(try await transport.receive(by: soon).bytes == message.bytes)
        #expect(try await script.value == [SerialFrame.refusal, SerialFrame.acknowledgement])
    }

    /// A line on which one certain byte stands for a character that came garbled.
    private struct MarkedLine: ByteChannel {
        static let garbled: UInt8 = 0xEE
        let inner: any ByteChannel

        func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
            try await inner.write(bytes, by: deadline)
        }

        func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
            let bytes = try await inner.read(upTo: 1, by: deadline)
            guard bytes != [Self.garbled] else {
                throw DeviceError(.failure, "a garbled character")
            }
            return bytes
        }
    }
}
