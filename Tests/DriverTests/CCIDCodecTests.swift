import Drivers
import HAL
import Testing
import Twins

struct CCIDCodecTests {
    typealias Row = (command: CCIDCommand, bytes: String, answer: UInt8, why: String)

    // swift-format-ignore
    static let commands: [Row] = [
        (.iccPowerOn(voltage: 0),        "62 00 00 00 00 00 2A 00 00 00", 0x80, "the reader chooses"),
        (.iccPowerOn(voltage: 3),        "62 00 00 00 00 00 2A 03 00 00", 0x80, "1.8 V"),
        (.iccPowerOff,                   "63 00 00 00 00 00 2A 00 00 00", 0x81, "no data"),
        (.getSlotStatus,                 "65 00 00 00 00 00 2A 00 00 00", 0x81, "no data"),
        (.xfrBlock(data: [1, 2]),        "6F 02 00 00 00 00 2A 00 00 00 01 02", 0x80, "data after the header"),
        (.xfrBlock(data: [], waiting: 4, level: 0x0110), "6F 00 00 00 00 00 2A 04 10 01", 0x80, "an answer is to go on"),
        (.getParameters,                 "6C 00 00 00 00 00 2A 00 00 00", 0x82, "no data"),
        (.resetParameters,               "6D 00 00 00 00 00 2A 00 00 00", 0x82, "no data"),
        (.setParameters(protocolNumber: 1, data: [0x11, 0x10, 0, 0x4D, 0, 0x20, 0]),
            "61 07 00 00 00 00 2A 01 00 00 11 10 00 4D 00 20 00", 0x82, "T=1"),
        (.escape(data: [0xAA]),          "6B 01 00 00 00 00 2A 00 00 00 AA", 0x83, "the maker's own"),
        (.iccClock(isStopping: true),    "6E 00 00 00 00 00 2A 01 00 00", 0x81, "stop"),
        (.secure(data: [0], waiting: 1), "69 01 00 00 00 00 2A 01 00 00 00", 0x80, "a PIN"),
        (.abort,                         "72 00 00 00 00 00 2A 00 00 00", 0x81, "no data"),
        (.setDataRateAndClockFrequency(clock: 4000, dataRate: 10_753),
            "73 08 00 00 00 00 2A 00 00 00 A0 0F 00 00 01 2A 00 00", 0x84, "low bytes first"),
    ]

    @Test(arguments: commands)
    func `a command has the bytes of CCID 1_1`(_ row: Row) {
        #expect(Hex.text(row.command.encoded(slot: 0, sequence: 0x2A)) == row.bytes)
        #expect(row.command.answerType == row.answer)
    }

    @Test func `an answer is taken apart`() throws {
        let wire: [UInt8] = [0x80, 2, 0, 0, 0, 1, 0x2A, 0x41, 0xFE, 0, 0x90, 0x00]
        let answer = try CCIDAnswer(wire.span)
        #expect(answer.type == 0x80 && answer.slot == 1 && answer.sequence == 0x2A)
        #expect(answer.card == .inactive && answer.outcome == .failed(0xFE))
        let data = copied(answer.data)
        #expect(data == [0x90, 0x00])
        let plea: [UInt8] = [0x80, 0, 0, 0, 0, 0, 1, 0x80, 3, 0]
        let late = try CCIDAnswer(plea.span)
        #expect(late.outcome == .timeExtension(3) && late.card == .active)
    }

    // swift-format-ignore
    static let refusals: [(bytes: [UInt8], why: String)] = [
        ([],                                       "nothing"),
        ([0x80, 0, 0, 0, 0, 0, 0, 0, 0],           "half a header"),
        ([0x62, 0, 0, 0, 0, 0, 0, 0, 0, 0],        "a host's message"),
        ([0x85, 0, 0, 0, 0, 0, 0, 0, 0, 0],        "no message of CCID"),
        ([0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0],        "shorter than it says"),
        ([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],     "longer than it says"),
        ([0x80, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0],     "four gigabytes"),
        ([0x80, 0, 0, 0, 0, 0, 0, 0x03, 0, 0],     "no such slot status"),
        ([0x80, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0],     "no such command status"),
    ]

    @Test(arguments: refusals)
    func `what is no answer is refused`(_ row: (bytes: [UInt8], why: String)) {
        #expect(throws: DeviceError.self) { _ = try CCIDAnswer(row.bytes.span) }
    }

    // swift-format-ignore
    static let notifications: [(bytes: [UInt8], isOne: Bool, why: String)] = [
        ([0x50, 0x03],             true,  "one slot"),
        ([0x50, 0x03, 0, 0, 0],    true,  "sixteen slots"),
        ([0x50],                   false, "no slot"),
        ([0x51, 0, 7, 1],          true,  "an overcurrent"),
        ([0x51, 0, 7],             false, "cut short"),
        ([0x52, 0],                false, "no notification"),
        ([],                       false, "nothing"),
    ]

    @Test(arguments: notifications)
    func `a notification is what its first byte says`(
        _ row: (bytes: [UInt8], isOne: Bool, why: String)
    ) {
        #expect((CCIDNotification(row.bytes) != nil) == row.isOne)
    }

    @Test func `a slot change tells each slot's card and whether it is news`() {
        guard case .slotChange(let slots) = CCIDNotification([0x50, 0b1110_0011]) else {
            Issue.record("no slot change")
            return
        }
        #expect(slots.map(\.isPresent) == [true, false, false, true])
        #expect(slots.map(\.isNews) == [true, false, true, true])
    }

    // swift-format-ignore
    static let faults: [(code: UInt8, card: SlotStatus, kind: DeviceError.Kind, says: String)] = [
        (0xFE, .inactive, .failure, "does not answer"),
        (0xFE, .absent,   .offline, "taken away"),
        (0xFD, .active,   .failure, "parity"),
        (0xFB, .active,   .failure, "hardware"),
        (0xF2, .active,   .busy,    "waking"),
        (0xF0, .active,   .timeout, "PIN"),
        (0xE0, .active,   .busy,    "another command"),
        (0x00, .active,   .failure, "does not know"),
        (0x05, .active,   .failure, "byte 5"),
        (0x90, .active,   .failure, "maker"),
    ]

    @Test(arguments: faults)
    func `an error code becomes what the caller may do`(
        _ row: (code: UInt8, card: SlotStatus, kind: DeviceError.Kind, says: String)
    ) {
        let error = CCIDFault.error(row.code, card: row.card, command: "x")
        #expect(error.kind == row.kind)
        #expect(error.detail.contains(row.says))
    }

    @Test func `every error code has its words`() {
        for code in UInt8.min...UInt8.max {
            let error = CCIDFault.error(code, card: .active, command: "x")
            #expect(error.detail.count > 20)
        }
    }

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `no bytes make the codec stumble`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<5000 {
            let length = Int.random(in: 0...40, using: &random)
            var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            if length > 10, Bool.random(using: &random) {
                bytes.replaceSubrange(0..<5, with: [0x80, UInt8(length - 10), 0, 0, 0])
            }
            if let answer = try? CCIDAnswer(bytes.span) {
                #expect(answer.data.count == length - 10, "seed \(seed)")
            }
            _ = CCIDNotification(bytes)
        }
    }

    @Test(arguments: [24, 25, 26] as [UInt64])
    func `a stream finds its feet again after any noise`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let (near, far) = MemoryChannel.pair()
        let stream = CCIDStream(channel: near)
        for _ in 0..<300 {
            let length = Int.random(in: 1...400, using: &random)
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            try await far.write(noise, by: soon)
            // Until it has nothing more to say about the noise.
            for _ in 0..<20 { _ = try? await stream.receive(by: .now) }
            // A half message at the end waits for 261 bytes at most.
            try await far.write([UInt8](repeating: 0xFF, count: 300), by: soon)
            for _ in 0..<20 { _ = try? await stream.receive(by: .now) }
            try await far.write([0x81, 0, 0, 0, 0, 0, 9, 1, 0, 0], by: soon)
            let message = try await stream.receive(by: soon)
            #expect(message.count == 10, "seed \(seed)")
        }
    }
}
