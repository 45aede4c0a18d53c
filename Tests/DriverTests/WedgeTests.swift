import Conformance
import Drivers
import HAL
import Testing
import Twins

struct WedgeTests {
    typealias Row = (mishap: WedgeTwin.Mishap, text: String?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (.droppedEvents, nil,        "half a code is no code, and it is said"),
        (.repeats,       "Ab-690!x", "a late key-up adds nothing"),
        (.capsLock,      "Ab-690!x", "a scanner that thinks of caps lock"),
        (.pause,         nil,        "the second half alone is no code either"),
    ]

    @Test(arguments: rows)
    func `what happens to a code on its way is noticed or harmless`(_ row: Row) async throws {
        let twin = WedgeTwin()
        try await withTwin(twin) { channel in
            let scanner = WedgeScanner(channel: channel)
            twin.scan("Ab-690!x", row.mishap)
            twin.scan("next")
            if let text = row.text {
                let read = try await scanner.scan(by: soon)
                #expect(read.text == text)
            } else {
                let error = await #expect(throws: DeviceError.self) {
                    try await scanner.scan(by: soon)
                }
                #expect(error?.kind == .failure)
            }
            let next = try await scanner.scan(by: soon)
            #expect(next.text == "next")
        }
    }

    @Test func `what is typed by hand is no code, before, between and after`() async throws {
        let twin = WedgeTwin()
        try await withTwin(twin) { channel in
            let scanner = WedgeScanner(channel: channel)
            for code in ["6901", "6902"] {
                twin.typeByHand("12 x total")
                twin.scan(code)
            }
            twin.typeByHand("99")
            twin.scan("6903")
            for code in ["6901", "6902", "6903"] {
                let read = try await scanner.scan(by: soon)
                #expect(read.text == code)
            }
        }
    }

    @Test func `a scanner as slow as the board says is heard`() async throws {
        let twin = WedgeTwin(pace: .milliseconds(80))
        try await withTwin(twin) { channel in
            twin.scan("6901")
            let deaf = WedgeScanner(channel: channel)
            await #expect(throws: DeviceError.self) { try await deaf.scan(by: moment) }
            twin.scan("6902")
            let patient = WedgeScanner(channel: channel, gap: .milliseconds(100))
            let read = try await patient.scan(by: soon)
            #expect(read.text == "6902")
        }
    }

    @Test func `a wedge types identifiers and the separators of a GS1 code`() async throws {
        let twin = WedgeTwin()
        try await withTwin(twin) { channel in
            let scanner = WedgeScanner(channel: channel)
            twin.scan("]d210AB-1\u{1D}21x")
            let code = try await scanner.scan(by: soon)
            #expect(code.symbology == .gs1DataMatrix)
            let message = try #require(try code.gs1)
            #expect(message["21"]?.value == "x")
            twin.scan("]d210AB", thenKey: 59)
            let error = await #expect(throws: DeviceError.self) { try await scanner.scan(by: soon) }
            #expect(error?.detail.contains("US keyboard") == true)
        }
    }

    @Test func `bytes that are no events are refused, and the device is not given up`() async throws
    {
        let (near, far) = MemoryChannel.pair()
        let scanner = WedgeScanner(channel: near)
        try await far.write(Array(repeating: 0xFF, count: 24), by: soon)
        let error = await #expect(throws: DeviceError.self) { try await scanner.scan(by: soon) }
        #expect(error?.kind == .failure)
        let twin = WedgeTwin()
        twin.scan("6901")
        let life = TwinLife(twin, on: far)
        #expect(try await scanner.scan(by: soon).text == "6901")
        withExtendedLifetime(life) {}
    }

    @Test(arguments: CableKind.allCases)
    func `a card is swiped through a wedge`(_ cable: CableKind) async throws {
        let (near, far, holder) = try cable.make(seed: 8)
        let twin = WedgeTwin()
        let life = TwinLife(twin, on: far, holding: holder)
        let reader = WedgeCardReader(channel: near)
        let tracks = "%B88800012345^ZHANG/SAN^30121010000?;88800012345=30121010000?"
        twin.scan(tracks)
        let swipe = try await reader.swipe(by: soon)
        #expect(swipe.card.member?.number == "88800012345")
        #expect(swipe.card.member?.name == "ZHANG/SAN")
        twin.scan(tracks, .droppedEvents)
        let error = await #expect(throws: DeviceError.self) { try await reader.swipe(by: soon) }
        #expect(error?.kind == .failure)
        #expect(error?.detail.contains("8880") == false, "a card number is not for the log")
        twin.scan("88800012345")
        #expect(try await reader.swipe(by: soon).card.member?.number == "88800012345")
        twin.scan("%B6222021234567890^LI/SI^3012101?;6222021234567890=3012101?")
        #expect(try await reader.swipe(by: soon).card.member == nil, "no card of the shop's")
        withExtendedLifetime(life) {}
    }
}
