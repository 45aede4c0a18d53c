import Conformance
import Drivers
import HAL
import Testing
import Twins

struct MagneticStripeTests {
    /// Bits as they pass the head, blanks for the eye.
    private func bits(_ text: String) -> [UInt8] {
        let bits = text.utf8.compactMap { $0 == 0x20 ? nil : $0 - 0x30 }
        return stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(0) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 0) }
        }
    }

    private func read(track: Int, _ bits: [UInt8]) -> (TrackResult, IdentifiedCard?) {
        var (one, two, three) = (
            track == 1 ? bits : [], track == 2 ? bits : [], track == 3 ? bits : []
        )
        let stripe = BitStripe(track1: &one, track2: &two, track3: &three)
        let report = stripe.report
        let results = [report.track1, report.track2, report.track3]
        let rule = MemberCardRule.shortNumbers
        let swipe = try? stripe.swipe(through: testFirewall(rule))
        return (results[track - 1], swipe?.card)
    }

    /// Worked out by hand from ISO/IEC 7811-6: lowest bit first, then the parity bit.
    @Test func `a track that a person has encoded is read`() {
        //                  ;     2     9     0     0     =     ?     check
        let track = "00000 11010 01000 10011 00001 00001 10110 11111 01000 00000"
        let (result, card) = read(track: 2, bits(track))
        #expect(result == .read)
        #expect(card?.member?.number == "2900")
    }

    // swift-format-ignore
    static let damages: [(bits: String, error: TrackError, why: String)] = [
        ("00000 01000 10011 00001 00001 10110 11111 01000", .start,  "no sentinel where the bits begin"),
        ("00000 11010 01000 10011 00001 00001 10110",       .end,    "the bits stop before it"),
        ("00000 11010 01001 10011 00001 00001 10110 11111 01000 00000", .parity, "two ones in a character"),
        ("00000 11010 01000 10011 00001 00001 10110 11111 10000 00000", .lrc, "another check character"),
        ("00000 11010 01000 10011 00001 00001 10110 11111 01001 00000", .lrc, "its parity is its own"),
        ("00000 11010 01000 10011 00001 00001 10110 11111", .lrc,    "no check character at all"),
    ]

    @Test(arguments: damages)
    func `a damaged track is told by its UnifiedPOS name`(
        _ row: (bits: String, error: TrackError, why: String)
    ) {
        #expect(read(track: 2, bits(row.bits)).0 == .error(row.error))
    }

    @Test(arguments: [1, 2, 3])
    func `what a twin encodes is read, forwards and backwards`(_ track: Int) {
        let twin = MagneticStripeTwin(track: track)
        let text = ["B2900^LI/SI^4912", "2900=4912", "012900=1"][track - 1]
        for isBackwards in [false, true] {
            let (result, card) = read(track: track, twin.bits(text, isBackwards: isBackwards))
            #expect(result == .read)
            #expect(card?.member?.number == "2900")
        }
        #expect(read(track: track, [UInt8](repeating: 0, count: 40)).0 == .absent)
    }

    @Test(arguments: [1, 2, 3])
    func `every damage that a twin does is seen, wherever it is`(_ track: Int) {
        let twin = MagneticStripeTwin(track: track)
        let text = ["B2900^LI/SI^4912", "2900=4912", "012900=1"][track - 1]
        for place in 0..<text.count {
            let parity = read(track: track, twin.bits(text, damage: .parity, at: place)).0
            #expect(parity == .error(.parity), "place \(place)")
            // Its ones stay odd, so only the check character can tell.
            let check = read(track: track, twin.bits(text, damage: .check, at: place)).0
            #expect(check == .error(.lrc), "place \(place)")
        }
        #expect(read(track: track, twin.bits(text, damage: .start)).0 == .error(.start))
        #expect(read(track: track, twin.bits(text, damage: .end)).0 == .error(.end))
    }

    @Test func `a track longer than a card's is refused`() {
        let twin = MagneticStripeTwin(track: 2)
        #expect(read(track: 2, twin.bits(String(repeating: "0", count: 37))).0 == .read)
        let long = twin.bits(String(repeating: "0", count: 38))
        #expect(read(track: 2, long).0 == .error(.end))
    }

    @Test(arguments: [91, 92] as [UInt64])
    func `no bits make the decoder stumble, and damage never makes another number`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let twin = MagneticStripeTwin(track: 2)
        for round in 0..<3000 {
            let length = Int.random(in: 0...60, using: &random)
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = read(track: Int.random(in: 1...3, using: &random), noise)
            var track = twin.bits("2900=4912")
            let bit = Int.random(in: 0..<track.count * 8, using: &random)
            track[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            let card = read(track: 2, track).1
            let isRight = card == nil || card?.member?.number == "2900"
            #expect(isRight, "seed \(seed), round \(round), bit \(bit)")
        }
    }
}

struct MagTekCardReaderTests {
    @Test(arguments: [11, 12, 13] as [UInt64])
    func `a report gives the tracks and what is wrong with them`(_ seed: UInt64) async throws {
        let twin = CardReaderTwin(seed: seed, wire: .magTekReport)
        try await withTwin(twin) { channel in
            let cable = HostileChannel(channel, seed: seed)
            let reader = MagTekCardReader(channel: cable, firewall: testFirewall())
            twin.swipe(number: "88800012345", name: "LI/SI")
            let whole = try await reader.swipe(by: soon)
            #expect(whole.card.member?.number == "88800012345")
            #expect(whole.tracks == TrackReport(track1: .read, track2: .read))
            twin.swipe(.misread, .data("88800012345=49"), .blank)
            let second = try await reader.swipe(by: soon)
            let report = TrackReport(track1: .error(.unspecified), track2: .read)
            #expect(second.tracks == report)
            twin.misread()
            await #expect(throws: DeviceError.self) { try await reader.swipe(by: soon) }
        }
    }

    @Test(arguments: [14, 15] as [UInt64])
    func `no report makes the reader stumble`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let (near, far) = MemoryChannel.pair()
        let reader = MagTekCardReader(channel: near, firewall: testFirewall())
        for _ in 0..<500 {
            let small = Bool.random(using: &random)
            let report = (0..<MagTekCardReader.reportLength).map { index in
                let most: UInt8 = small && index < 7 ? 80 : 255
                return UInt8.random(in: 0...most, using: &random)
            }
            try await far.write(report, by: soon)
            do throws(DeviceError) {
                _ = try await reader.swipe(by: soon)
            } catch {
                #expect(error.kind == .failure, "seed \(seed)")
            }
        }
    }

    @Test func `a report cut short is forgotten with its bytes`() async throws {
        let (near, far) = MemoryChannel.pair()
        let reader = MagTekCardReader(channel: near, firewall: testFirewall())
        let witness = CardMemoryWitness()
        try await witness.watch {
            try await far.write([UInt8](repeating: 0x39, count: 100), by: soon)
            let error = await #expect(throws: DeviceError.self) { try await reader.swipe(by: .now) }
            #expect(error?.kind == .timeout && error?.detail.contains("39") == false)
        }
        #expect(witness.unerased == 0)
    }
}
