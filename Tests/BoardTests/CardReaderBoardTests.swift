import Boards
import Channels
import Diagnosis
import Drivers
import HAL
import StrictYAML
import Testing
import Twins

/// The card readers of a board: their keys, and what comes of them on a bench.
struct CardReaderBoardTests {
    private var soon: Deadline { .now + .seconds(5) }

    static let head = "board: { vendor: v, revision: a, arch: x86_64 }\n"
    static let swiped =
        "card-reader: { driver: serial-card-reader, timeout-ms: 1, channel: { bench: c }"
    static let tapped =
        "smart-card-reader: { driver: ccid-reader, model: acr122u, timeout-ms: 1,"
        + " channel: { usb: \"072f:2200\" }"

    // swift-format-ignore
    static let refusals: [(text: String, says: String, why: String)] = [
        (swiped + ", member-cards: [] }", "card-reader.member-cards: a list of no cards lets no member in", "nobody could be a member"),
        (swiped + ", member-cards: [ { prefix: \"62\", lengths: [16] } ] }", "card-reader.member-cards: \"62\" with 12 or more digits lets bank cards through: name at least 6 digits", "every card of one network"),
        (swiped + ", member-cards: [ { prefix: \"29\", length: 13 } ] }", "card-reader.member-cards[0].length: unknown key; did you mean `lengths`?", "a misspelt key"),
        (swiped + ", member-card: [] }", "card-reader.member-card: unknown key; did you mean `member-cards`?", "a misspelt key"),
        (tapped + ", member-applet: { aid: F0, file: 1 } }", "smart-card-reader.member-applet.aid: an AID is 5 to 16 bytes in hexadecimal", "half a name"),
        (tapped + ", member-applet: { aid: F053554150, file: 31 } }", "smart-card-reader.member-applet.file: a short file identifier is 1 to 30", "31 means another thing"),
        (tapped + ", member-cards: [ { prefix: \"\", lengths: [16] } ] }", "smart-card-reader.member-cards: \"\" with 12 or more digits lets bank cards through: name at least 6 digits", "every bank card"),
        ("smart-card-reader: { driver: ccid-reader, model: acr123, channel: { usb: \"1:2\" }, timeout-ms: 1 }", "smart-card-reader.model: `acr123` is none of acr122u, generic, generic-tpdu, generic-extended, generic-character", "no such model"),
    ]

    @Test(arguments: refusals)
    func `a list of member cards that cannot be meant is refused`(
        _ row: (text: String, says: String, why: String)
    ) {
        let problem = #expect(throws: YAMLProblem.self) {
            try Board(name: "b", text: Self.head + row.text, file: "b.yaml")
        }
        #expect(problem?.description.hasSuffix(row.says) == true, "\(String(describing: problem))")
    }

    @Test func `every model of the board file is a reader that the drivers know`() {
        let names = SmartCardReaderModel.allCases.map { $0.profile.name }
        #expect(names == SmartCardReaderModel.allCases.map(\.rawValue))
        #expect(names == CCIDProfile.all.map(\.name))
    }

    /// A bench of cables in memory.
    final class CardBench: ChannelOpener {
        let stripe = CardReaderTwin()
        let chip = SmartCardReaderTwin()

        func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
            let twin: any Twin = channel == .bench(name: "chip") ? chip : stripe
            let (near, far) = MemoryChannel.pair()
            Task { await twin.run(on: far) }
            return near
        }
    }

    static let board = """
        \(head)card-reader:
          driver: serial-card-reader
          channel: { bench: stripe }
          timeout-ms: 30000
        smart-card-reader:
          driver: ccid-reader
          model: acr122u
          channel: { bench: chip }
          member-cards: [ { prefix: "29", lengths: [13] } ]
          member-applet: { aid: "F0 53 55 41 4E", file: 1 }
          timeout-ms: 20000
        """

    @Test func `a card tells the same number by stripe and by chip`() async throws {
        let board = try Board(name: "b", text: Self.board, file: "b.yaml")
        #expect(board.timeouts[.smartCardReader] == .seconds(20))
        let bench = CardBench()
        let devices = try await board.open(bench)
        bench.stripe.show(number: "88800012345")
        let swiped = try await devices.cardReader?.swipe(by: soon)
        #expect(swiped?.card.member?.number == "88800012345", "a short number, for want of a list")
        bench.stripe.show(number: "2900000000018")
        let long = try await devices.cardReader?.swipe(by: soon)
        #expect(long?.card.member == nil, "a long one needs a list")

        let name: [UInt8] = [0xF0, 0x53, 0x55, 0x41, 0x4E]
        let card = MemberCardTwin(
            application: name,
            file: 1,
            number: "2900000000018",
            uid: [1, 2, 3, 4]
        )
        bench.chip.insert(card)
        let tapped = try await devices.memberCardTap?.swipe(by: soon)
        #expect(tapped?.card.member?.number == "2900000000018")
    }

    @Test func `one key makes one token of a card at every reader`() async throws {
        let board = try Board(name: "b", text: Self.board, file: "b.yaml")
        var tokens: Set<IdentifiedCard> = []
        for _ in 0..<2 {
            var bytes = [UInt8](repeating: 7, count: CardKey.length)
            let bench = CardBench()
            let devices = try await board.open(bench, cardKey: CardKey(erasing: &bytes))
            bench.stripe.show(number: "6222021234567890")
            if let card = try await devices.cardReader?.swipe(by: soon).card { tokens.insert(card) }
        }
        #expect(tokens.count == 1)
    }

    @Test func `the doctor asks a chip card reader what is on it`() async throws {
        let board = try Board(name: "b", text: Self.board, file: "b.yaml")
        let bench = CardBench()
        let report = await board.doctor(bench)
        #expect(report.findings.map(\.role) == [.cardReader, .smartCardReader])
        #expect(report.findings[1].said(on: .state) == "no card" && report.isHealthy)
        bench.chip.faults.set(.off)
        let ill = await board.doctor(bench)
        #expect(!ill.isHealthy)
        #expect(ill.findings[1].fix?.contains("switch it on") == true)
    }

    @Test func `a chip card reader where none can be says so`() async throws {
        let text = Self.head + Self.tapped.replacing("usb: \"072f:2200\"", with: "tty: /x, baud: 1")
        let board = try Board(name: "b", text: text + " }", file: "b.yaml")
        let error = await #expect(throws: DeviceError.self) { try await board.open(CardBench()) }
        #expect(error?.kind == .noHardware && error?.detail.contains("/x") == true)
    }
}
