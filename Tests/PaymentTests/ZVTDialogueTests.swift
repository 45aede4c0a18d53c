import Drivers
import HAL
import Testing

/// One command and its messages, decided without a line.
struct ZVTDialogueTests {
    typealias Row = (messages: String, ending: String, why: String)

    static func apdu(_ text: Substring) -> APDU? {
        APDU(text.split(separator: " ").compactMap { UInt8($0, radix: 16) })
    }

    static func word(_ ending: ZVTDialogue.Ending?) -> String {
        func result(_ status: StatusInformation?) -> String {
            status?.resultCode.map { Hex.text([$0]) } ?? "none"
        }
        switch ending {
        case .completed(let status): return "completed \(result(status))"
        case .aborted(let code, let status):
            return "aborted \(code.map { Hex.text([$0]) } ?? "none") \(result(status))"
        case .refused(let code): return "refused \(Hex.text([code]))"
        case nil: return "waits"
        }
    }

    // swift-format-ignore
    static let rows: [Row] = [
        ("80 00 00|04 FF 01 0A|04 0F 02 27 00|06 0F 00", "completed 00",    "all well"),
        ("84 00 00|04 0F 02 27 00|06 0F 00",             "completed 00",    "accepted in the other way"),
        ("84 9C 00|84 9C 00|80 00 00|06 0F 00",          "completed none",  "more time, then Completion and no result"),
        ("80 00 00|06 D1 02 00 41|06 D3 00|06 0F 00",    "completed none",  "lines to print are answered"),
        ("80 00 00|04 0F 02 27 05|06 1E 01 05",          "aborted 05 05",   "declined"),
        ("80 00 00|06 1E 01 6C",                         "aborted 6C none", "stopped"),
        ("80 00 00|06 1E 00",                            "aborted none none", "stopped without a reason"),
        ("80 00 00|04 0F 02 27 00|06 1E 01 CC",          "aborted CC 00",   "approved and given up: a contradiction for the caller"),
        ("84 83 00",                                     "refused 83",      "function not possible"),
        ("84 A0 00",                                     "refused A0",      "at work"),
        ("80 00 00|84 A0 00|04 0F 02 27 00|06 0F 00",    "completed 00",    "a frame sent twice is refused the second time"),
        ("80 00 00|80 00 00|04 0F 02 27 00|04 0F 02 27 00|06 0F 00", "completed 00", "every message twice"),
        ("06 0F 00|80 00 00",                            "waits",           "an earlier command's Completion ends nothing"),
        ("04 0F 02 27 00|80 00 00|06 0F 00",             "completed none",  "an earlier command's approval is not believed"),
        ("06 1E 01 6C|80 00 00|04 0F 02 27 00|06 0F 00", "completed 00",    "an earlier command's Abort ends nothing"),
        ("80 00 00|04 0F 02 27 00|04 0F 02 27 05|06 0F 00", "completed none", "two results that differ: neither"),
        ("80 00 00|04 0F 02 27 05|04 0F 02 27 00|04 0F 02 27 00|06 0F 00", "completed none", "and a third does not heal it"),
        ("80 00 00|04 FF 01 0A",                         "waits",           "a customer at the terminal"),
    ]

    @Test(arguments: rows)
    func `a command ends as its terminal says`(_ row: Row) throws {
        var dialogue = ZVTDialogue()
        var ending: ZVTDialogue.Ending?
        for text in row.messages.split(separator: "|") {
            let message = try #require(Self.apdu(text))
            #expect(ending == nil, "nothing comes after the end")
            switch dialogue.take(message) {
            case .goOn(let answer):
                // Answers are not answered; everything else is, once.
                #expect((answer == nil) == (message.kind & 0x80 != 0))
            case .end(let end, let answer):
                #expect((answer == nil) == (message.kind & 0x80 != 0))
                ending = end
            }
        }
        #expect(Self.word(ending) == row.ending)
    }

    @Test func `what a register cannot do is answered so`() throws {
        var dialogue = ZVTDialogue()
        let step = dialogue.take(APDU(0x06, 0xE0, [0xF0, 0x00]))
        #expect(step == .goOn(answer: APDU(0x84, 0x83)))
    }
}
