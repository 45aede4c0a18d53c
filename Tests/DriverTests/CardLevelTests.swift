import Conformance
import Drivers
import HAL
import Testing
import Twins

/// Every level of reader and both protocols of a card carry the same commands.
struct CardLevelTests {
    /// A reader of one level, and a card of one protocol.
    struct Way: Sendable {
        let name: String
        let level: SmartCardReaderTwin.Level
        let profile: CCIDProfile
        let speaksT0: Bool
        var takesLong: Bool { level != .shortAPDU }
    }

    // swift-format-ignore
    static let ways: [Way] = [
        Way(name: "characters, T=0",     level: .character,    profile: .genericCharacter, speaksT0: true),
        Way(name: "TPDUs, T=0",          level: .tpdu,         profile: .genericTPDU,      speaksT0: true),
        Way(name: "TPDUs, T=1",          level: .tpdu,         profile: .genericTPDU,      speaksT0: false),
        Way(name: "short APDUs, T=0",    level: .shortAPDU,    profile: .generic,          speaksT0: true),
        Way(name: "short APDUs, T=1",    level: .shortAPDU,    profile: .generic,          speaksT0: false),
        Way(name: "extended APDUs, T=0", level: .extendedAPDU, profile: .genericExtended,  speaksT0: true),
        Way(name: "extended APDUs, T=1", level: .extendedAPDU, profile: .genericExtended,  speaksT0: false),
    ]

    /// A reader of `way` with a card that is awake; a `seed` makes its cable hostile.
    private func withCard(
        _ way: Way,
        seed: UInt64? = nil,
        blockLength: UInt8 = 254,
        _ body: (CCIDReader, SmartCardReaderTwin) async throws -> Void
    ) async throws {
        let twin = SmartCardReaderTwin(seed: seed ?? 1, level: way.level)
        twin.insert(LongCardTwin(speaksT0: way.speaksT0, blockLength: blockLength))
        try await withTwin(twin) { channel in
            let cable = seed.map { HostileChannel(channel, seed: $0) } as (any ByteChannel)?
            let stream = CCIDStream(channel: cable ?? channel)
            let reader = CCIDReader(transport: stream, profile: way.profile)
            let reset = try await reader.waitForCard(by: soon)
            #expect(reset.protocols.first == (way.speaksT0 ? 0 : 1))
            try await body(reader, twin)
        }
    }

    /// Sends `count` bytes and has them back, gives `count` bytes, and fetches as many.
    private func expectCarried(_ count: Int, by reader: CCIDReader, _ what: String) async throws {
        let sample = LongCardTwin.sample(count)
        let taken = try #require(CommandAPDU(0x80, 0xEC, 0, 0, data: sample))
        let status = try await reader.transmit(taken, by: soon).status
        #expect(status == .success, "\(what)")
        let echo = try #require(CommandAPDU(0x80, 0xEE, 0, 0, data: sample, expected: count))
        let echoed = try await reader.transmit(echo, by: soon)
        let back = copied(echoed.data)
        #expect(echoed.status == .success && back == sample, "\(what): echo")
        let (high, low) = (UInt8(count >> 8), UInt8(truncatingIfNeeded: count))
        let give = try #require(CommandAPDU(0x80, 0xEA, high, low, expected: count))
        let given = try await reader.transmit(give, by: soon)
        let gift = copied(given.data)
        #expect(given.status == .success && gift == sample, "\(what): fetched")
    }

    @Test(arguments: ways)
    func `commands of the short form pass whole, on a hostile cable too`(_ way: Way) async throws {
        for seed in [41, 42] as [UInt64] {
            try await withCard(way, seed: seed, blockLength: seed == 41 ? 32 : 254) {
                reader,
                twin in
                if seed == 42 { twin.set(.fickleCard) }
                if way.level == .extendedAPDU { twin.set(.splitResponse) }
                for count in [1, 2, 31, 33, 254, 255] {
                    try await expectCarried(
                        count,
                        by: reader,
                        "\(way.name), \(count), seed \(seed)"
                    )
                }
            }
        }
    }

    @Test(arguments: ways.filter(\.takesLong))
    func `commands of the extended form pass whole`(_ way: Way) async throws {
        try await withCard(way) { reader, _ in
            for count in [256, 257, 510, 1000, 4096] {
                try await expectCarried(count, by: reader, "\(way.name), \(count)")
            }
            // The longest of all, where it is not a matter of minutes.
            guard way.level != .character else { return }
            try await expectCarried(65_535, by: reader, "\(way.name), longest")
        }
    }

    @Test(arguments: ways.filter { !$0.takesLong })
    func `a reader of short APDUs refuses a long one, and nothing has left`(
        _ way: Way
    ) async throws {
        try await withCard(way) { reader, twin in
            let long = try #require(
                CommandAPDU(0x80, 0xEC, 0, 0, data: LongCardTwin.sample(256))
            )
            let before = twin.commands
            let error = await #expect(throws: DeviceError.self) {
                _ = try await reader.transmit(long, by: soon)
            }
            #expect(error?.kind == .failure && error?.mayHaveRun == false)
            #expect(twin.commands == before)
            try await expectCarried(20, by: reader, "the card is still awake")
        }
    }

    typealias Spoilt = (
        fault: SmartCardReaderTwin.Fault, levels: [SmartCardReaderTwin.Level], says: String,
        why: String
    )

    // swift-format-ignore
    static let faults: [Spoilt] = [
        (.rudeCard,         [.character],                   "procedure byte", "the host sees it"),
        (.rudeCard,         [.tpdu],                        "procedure byte", "the reader sees it: F4"),
        (.wrongChain,       [.extendedAPDU],                "splits",         "an end without a beginning"),
        (.removedInCommand, [.character, .tpdu, .extendedAPDU], "taken away", "in the middle"),
        (.hardwareError,    [.character, .tpdu, .extendedAPDU], "hardware",   "an overcurrent"),
    ]

    @Test(arguments: faults)
    func `what breaks the protocol is told, and the next card is served`(
        _ row: Spoilt
    ) async throws {
        for way in Self.ways where row.levels.contains(way.level) {
            if row.fault == .rudeCard, !way.speaksT0 { continue }
            try await withCard(way) { reader, twin in
                twin.set(row.fault)
                let echo = try #require(
                    CommandAPDU(0x80, 0xEE, 0, 0, data: LongCardTwin.sample(9), expected: 9)
                )
                let error = await #expect(throws: DeviceError.self) {
                    _ = try await reader.transmit(echo, by: soon)
                }
                #expect(error?.detail.contains(row.says) == true, "\(way.name): \(row.why)")
                #expect(error?.mayHaveRun == true)
                twin.clear(row.fault)
                twin.insert(LongCardTwin(speaksT0: way.speaksT0))
                _ = try await reader.waitForCard(by: soon)
                try await expectCarried(40, by: reader, "\(way.name), afterwards")
            }
        }
    }

    @Test(arguments: ways)
    func `a member's card says whose it is at every level`(_ way: Way) async throws {
        let name: [UInt8] = [0xF0, 0x53, 0x55, 0x41, 0x4E]
        let twin = SmartCardReaderTwin(level: way.level)
        if way.speaksT0 { twin.set(.fickleCard) }
        try await withTwin(twin) { channel in
            let tap = MemberCardTap(
                reader: CCIDReader(transport: CCIDStream(channel: channel), profile: way.profile),
                applet: ApplicationID(name).map { .init(application: $0, file: 1) },
                isContactless: false,
                firewall: testFirewall()
            )
            for length in [11, 24, 256, 700] {
                let card = MemberCardTwin(
                    application: name,
                    file: 1,
                    number: "88800012345",
                    fileLength: length,
                    speaksT0: way.speaksT0
                )
                twin.insert(card)
                let swipe = try await tap.swipe(by: soon)
                #expect(swipe.card.member?.number == "88800012345", "\(way.name), \(length)")
                twin.remove()
            }
        }
    }

    @Test func `a card of T=1 is not for a reader of characters`() async throws {
        let twin = SmartCardReaderTwin(level: .character)
        twin.insert(LongCardTwin(speaksT0: false))
        try await withTwin(twin) { channel in
            let reader = CCIDReader(
                transport: CCIDStream(channel: channel),
                profile: .genericCharacter
            )
            let error = await #expect(throws: DeviceError.self) {
                try await reader.waitForCard(by: soon)
            }
            #expect(error?.detail.contains("T=1") == true)
        }
    }
}
