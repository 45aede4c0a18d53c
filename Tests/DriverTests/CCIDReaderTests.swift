import Conformance
import Drivers
import HAL
import Testing
import Twins

struct CCIDReaderTests {
    static let application: [UInt8] = [0xF0, 0x53, 0x55, 0x41, 0x4E]
    static let contactCard = card(speaksT0: false)

    static func card(speaksT0: Bool) -> MemberCardTwin {
        MemberCardTwin(
            application: application,
            file: 1,
            number: "88800012345",
            speaksT0: speaksT0
        )
    }

    /// A reader and its twin, on a cable that splits what it carries and dawdles.
    private func withReader<Result: Sendable>(
        _ twin: SmartCardReaderTwin,
        _ profile: CCIDProfile,
        seed: UInt64 = 1,
        _ body: (CCIDReader) async throws -> Result
    ) async throws -> Result {
        try await withTwin(twin) { channel in
            let cable = HostileChannel(channel, seed: seed)
            return try await body(
                CCIDReader(transport: CCIDStream(channel: cable), profile: profile)
            )
        }
    }

    private func select(_ reader: CCIDReader) async throws(DeviceError) -> StatusWord {
        let name = ApplicationID(Self.application)
        guard let name else { return StatusWord(0) }
        return try await reader.transmit(.select(name), by: soon).status
    }

    @Test(arguments: [31, 32, 33, 34] as [UInt64], CardLevelTests.ways)
    func `a card is waited for, spoken to and seen off`(
        _ seed: UInt64,
        _ way: CardLevelTests.Way
    ) async throws {
        let twin = SmartCardReaderTwin(seed: seed, level: way.level)
        twin.faults.set(.splitAnswers)
        try await withReader(twin, way.profile, seed: seed) { reader in
            #expect(try await reader.status(by: soon) == .absent)
            let early = await #expect(throws: DeviceError.self) {
                try await reader.waitForCard(by: moment)
            }
            #expect(early?.kind == .timeout)
            twin.insert(Self.card(speaksT0: way.speaksT0))
            let answer = try await reader.waitForCard(by: soon)
            #expect(
                answer.protocols == [way.speaksT0 ? 0 : 1]
                    && answer.historical == Array("MEMB".utf8)
            )
            #expect(try await reader.status(by: soon) == .active)
            #expect(try await select(reader) == .success)
            twin.remove()
            try await reader.waitForRemoval(by: soon)
            let late = await #expect(throws: DeviceError.self) { try await select(reader) }
            #expect(late?.kind == .offline && late?.mayHaveRun == false)
        }
    }

    typealias Row = (
        fault: SmartCardReaderTwin.Fault, kind: DeviceError.Kind?, says: String, why: String
    )

    // swift-format-ignore
    static let faults: [Row] = [
        (.timeExtension,    nil,      "",           "a plea for time is granted"),
        (.lateAnswer,       nil,      "",           "an answer to another command is passed over"),
        (.removedInCommand, .offline, "taken away", "and the command may have run"),
        (.wrongSequence,    .timeout, "deadline",   "an answer to something else is none"),
        (.overlong,         .failure, "longer",     "more than the reader may send"),
        (.hardwareError,    .failure, "hardware",   "an overcurrent"),
    ]

    @Test(arguments: faults)
    func `a fault in a command is told or overcome`(_ row: Row) async throws {
        let twin = SmartCardReaderTwin()
        try await withReader(twin, .generic) { reader in
            twin.insert(Self.contactCard)
            _ = try await reader.waitForCard(by: soon)
            twin.set(row.fault)
            let name = try #require(ApplicationID(Self.application))
            do throws(DeviceError) {
                let deadline = row.kind == .timeout ? moment : soon
                let status = try await reader.transmit(.select(name), by: deadline).status
                #expect(row.kind == nil && status == .success)
            } catch {
                #expect(error.kind == row.kind)
                #expect(error.detail.contains(row.says))
                #expect(error.mayHaveRun)
            }
            // Afterwards all is as before.
            twin.clear(row.fault)
            twin.insert(Self.contactCard)
            _ = try await reader.waitForCard(by: soon)
            #expect(try await select(reader) == .success)
        }
    }

    @Test func `a card that stays mute is told, at every voltage that the reader has`() async throws
    {
        for profile in CCIDProfile.all {
            let twin = SmartCardReaderTwin(level: profile.twinLevel)
            twin.set(.muteCard)
            twin.insert(Self.card(speaksT0: profile.exchange == .character))
            try await withReader(twin, profile) { reader in
                let error = await #expect(throws: DeviceError.self) {
                    try await reader.waitForCard(by: soon)
                }
                #expect(error?.kind == .failure)
                #expect(error?.detail.contains("does not answer") == true)
                twin.clear(.muteCard)
                _ = try await reader.waitForCard(by: soon)
            }
        }
    }

    @Test func `a reader that is switched off is a timeout`() async throws {
        let twin = SmartCardReaderTwin()
        twin.faults.set(.off)
        try await withReader(twin, .generic) { reader in
            let error = await #expect(throws: DeviceError.self) {
                try await reader.status(by: moment)
            }
            #expect(error?.kind == .timeout)
        }
    }

    @Test(arguments: [1, 2, 5, 8, 32, 254] as [UInt8])
    func `T=1 carries commands and responses in blocks of any length`(_ length: UInt8) async throws
    {
        let card = MemberCardTwin(
            application: Self.application,
            file: 1,
            number: "88800012345",
            fileLength: 200,
            blockLength: length
        )
        let twin = SmartCardReaderTwin(level: .tpdu)
        try await withReader(twin, .genericTPDU, seed: UInt64(length)) { reader in
            twin.insert(card)
            #expect(try await reader.waitForCard(by: soon).blockLength == length)
            for _ in 0..<3 {
                #expect(try await select(reader) == .success)
                let response = try await reader.transmit(.readBinary(file: 1), by: soon)
                #expect(response.status == .success && response.data.count == 200)
                let head = copied(response.data).prefix(11)
                #expect(Array(head) == Array("88800012345".utf8))
            }
        }
    }

    @Test(arguments: [SmartCardReaderTwin.Fault.garbledBlock, .waitingTime])
    func `T=1 asks for a damaged block again and grants time`(
        _ fault: SmartCardReaderTwin.Fault
    ) async throws {
        let twin = SmartCardReaderTwin(level: .tpdu)
        try await withReader(twin, .genericTPDU) { reader in
            twin.insert(Self.contactCard)
            _ = try await reader.waitForCard(by: soon)
            for _ in 0..<4 {
                twin.set(fault)
                #expect(try await select(reader) == .success)
            }
        }
    }

    @Test(arguments: [71, 72, 73, 74] as [UInt64])
    func `a reader that answers anything at all makes no driver stumble`(
        _ seed: UInt64
    ) async throws {
        for profile in CCIDProfile.all {
            let babble = BabblingTransport(seed: seed)
            let tap = MemberCardTap(
                reader: CCIDReader(transport: babble, profile: profile),
                applet: ApplicationID(Self.application).map { .init(application: $0, file: 1) },
                isContactless: profile.isContactless,
                firewall: testFirewall()
            )
            for _ in 0..<400 {
                do throws(DeviceError) {
                    _ = try await tap.swipe(by: .now + .milliseconds(20))
                } catch {
                    #expect(!error.detail.isEmpty, "seed \(seed)")
                }
            }
        }
    }
}
