import Drivers
import HAL
import TestSupport
import Testing
import Twins

/// Bytes that no terminal sends: nothing traps, nothing grows, nothing is approved.
struct ZVTFuzzTests {
    @Test func `no bytes trap a codec`() {
        for seed in Dice.seeds(300) {
            var dice = Dice(seed: seed)
            let count = Int.random(in: 0...400, using: &dice)
            // Half of the bytes are of the few that mean something.
            let marks: [UInt8] = [0x10, 0x02, 0x03, 0x06, 0x15, 0xFF, 0xF0, 0xF9, 0x22, 0x27, 0x81]
            let bytes = (0..<count).map { _ in
                Bool.random(using: &dice)
                    ? UInt8.random(in: 0...255, using: &dice)
                    : marks.randomElement(using: &dice) ?? 0
            }
            var reader = SerialFrameReader()
            for byte in bytes { _ = reader.take(byte) }
            let fields = BMP.fields(of: bytes)
            #expect(fields.reduce(0) { $0 + $1.value.count } <= bytes.count, "seed \(seed)")
            _ = StatusInformation(bytes)
            if let message = APDU(bytes) { #expect(message.bytes == bytes, "seed \(seed)") }
            _ = BCD.decode(bytes)
        }
    }

    @Test func `a message survives its frame, whatever it holds`() throws {
        for seed in Dice.seeds(200) {
            var dice = Dice(seed: seed)
            let count = Int.random(in: 0...600, using: &dice)
            let data = (0..<count).map { _ in
                Bool.random(using: &dice) ? 0x10 : UInt8.random(in: 0...255, using: &dice)
            }
            let message = APDU(0x04, 0x0F, data)
            var reader = SerialFrameReader()
            let events = SerialFrame.encode(message.bytes).compactMap { reader.take($0) }
            #expect(events == [.message(message.bytes)], "seed \(seed)")
        }
    }

    @Test func `one flipped bit never makes another message`() {
        let frame = SerialFrame.encode(
            ZVTCommand.authorisation(minorUnits: 1010, currency: 978).bytes
        )
        for bit in 0..<(frame.count * 8) {
            var damaged = frame
            damaged[bit / 8] ^= 1 << (bit % 8)
            var reader = SerialFrameReader()
            let events = damaged.compactMap { reader.take($0) }
            let isMessage = events.contains { if case .message = $0 { true } else { false } }
            #expect(!isMessage, "bit \(bit)")
        }
    }

    @Test(arguments: ZVTFraming.allCases)
    func `noise instead of a terminal approves nothing and keeps its deadline`(
        _ framing: ZVTFraming
    ) async throws {
        for seed in Dice.seeds(12) {
            let (near, far) = MemoryChannel.pair()
            let terminal = ZVTTerminal(
                channel: near,
                framing: framing,
                currency: 978,
                timers: ZVTTimers(byte: .milliseconds(2), answer: .milliseconds(10))
            )
            let noise = Task {
                var dice = Dice(seed: seed)
                while true {
                    _ = try await far.read(upTo: 4096, by: soon)
                    let count = Int.random(in: 1...60, using: &dice)
                    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
                    try await far.write(bytes, by: soon)
                }
            }
            defer { noise.cancel() }
            let outcome = try? await terminal.authorizeSales(
                try euros(1234),
                by: .now + .milliseconds(60)
            )
            if case .approved = outcome { Issue.record("\(framing), seed \(seed)") }
        }
    }
}
