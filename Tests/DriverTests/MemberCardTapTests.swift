import Conformance
import Drivers
import HAL
import Testing
import Twins

struct MemberCardTapTests {
    static let name: [UInt8] = [0xF0, 0x53, 0x55, 0x41, 0x4E]

    private func withTap<Result: Sendable>(
        _ twin: SmartCardReaderTwin,
        _ profile: CCIDProfile,
        file: UInt8? = 1,
        _ body: (MemberCardTap) async throws -> Result
    ) async throws -> Result {
        try await withTwin(twin) { channel in
            let application = ApplicationID(Self.name)
            return try await body(
                MemberCardTap(
                    reader: CCIDReader(transport: CCIDStream(channel: channel), profile: profile),
                    applet: file.flatMap { file in
                        application.map { .init(application: $0, file: file) }
                    },
                    isContactless: profile.isContactless,
                    firewall: testFirewall()
                )
            )
        }
    }

    private func card(_ number: String, uid: [UInt8]? = [4, 1, 2, 3, 4, 5, 6]) -> MemberCardTwin {
        MemberCardTwin(application: Self.name, file: 1, number: number, uid: uid)
    }

    @Test func `a member's card says whose it is, once a visit`() async throws {
        let twin = SmartCardReaderTwin()
        try await withTap(twin, .acr122u) { tap in
            for number in ["88800012345", "88800054321"] {
                twin.insert(card(number))
                let swipe = try await tap.swipe(by: soon)
                #expect(swipe.card.member?.number == number)
                let error = await #expect(throws: DeviceError.self) {
                    try await tap.swipe(by: moment)
                }
                #expect(error?.kind == .timeout, "a card that stays is not read again")
                twin.remove()
            }
        }
    }

    @Test func `a tag is known by its identifier, which does not leave`() async throws {
        let twin = SmartCardReaderTwin()
        try await withTap(twin, .acr122u) { tap in
            twin.insert(TagTwin(uid: [4, 0xA1, 0xB2, 0xC3]))
            let swipe = try await tap.swipe(by: soon)
            guard case .unknown(let token) = swipe.card else {
                Issue.record("\(swipe)")
                return
            }
            // From Python's hmac, under the tests' key.
            let hash = "412853062562faaa16b412fa102a1800aa1c022a91b9e1dedf8b9df575289708"
            #expect(token.text == hash)
            #expect(!everythingShown(by: swipe).uppercased().contains("A1 B2"))
        }
    }

    @Test func `without an application every card is its identifier`() async throws {
        let twin = SmartCardReaderTwin()
        try await withTap(twin, .acr122u, file: nil) { tap in
            twin.insert(card("88800012345"))
            let swipe = try await tap.swipe(by: soon)
            #expect(swipe.card.member == nil)
        }
    }

    // swift-format-ignore
    static let oddities: [(number: String, file: UInt8, says: String, why: String)] = [
        ("8880x012345", 1, "no number",  "a letter in it"),
        ("",            1, "no number",  "an empty file"),
        ("88800012345", 2, "6A 82",      "another file"),
    ]

    @Test(arguments: oddities)
    func `a card that is not made right is told`(
        _ row: (number: String, file: UInt8, says: String, why: String)
    ) async throws {
        let twin = SmartCardReaderTwin()
        try await withTap(twin, .acr122u, file: row.file) { tap in
            twin.insert(card(row.number))
            let error = await #expect(throws: DeviceError.self) { try await tap.swipe(by: soon) }
            #expect(error?.kind == .failure && error?.detail.contains(row.says) == true)
        }
    }

    @Test func `a card with contacts and no application is nobody's`() async throws {
        let twin = SmartCardReaderTwin()
        try await withTap(twin, .generic) { tap in
            let other: [UInt8] = [0xA0, 0, 0, 0, 3]
            twin.insert(MemberCardTwin(application: other, file: 1, number: "88800012345"))
            let error = await #expect(throws: DeviceError.self) { try await tap.swipe(by: soon) }
            #expect(error?.detail.contains("no member application") == true)
        }
    }

    @Test func `a reader gives a tag's answer to select and the historical bytes`() async throws {
        let twin = SmartCardReaderTwin()
        try await withTwin(twin) { channel in
            let reader = CCIDReader(transport: CCIDStream(channel: channel), profile: .acr122u)
            twin.insert(card("88800012345"))
            _ = try await reader.waitForCard(by: soon)
            let answer = try await reader.transmit(.getATS, by: soon)
            let data = copied(answer.data)
            #expect(data == Array("MEMB".utf8))
        }
    }
}
