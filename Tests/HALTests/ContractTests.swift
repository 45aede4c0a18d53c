import HAL
import Testing

struct ContractTests {
    @Test func `a ticket survives its four bytes`() {
        for number: UInt32 in [0, 1, 94, 95, 9_025, 857_375, 81_450_624] {
            let ticket = PrintTicket(number)
            #expect(ticket.bytes.count == 4)
            #expect(ticket.bytes.allSatisfy { (0x20...0x7E).contains($0) })
            #expect(PrintTicket(bytes: ticket.bytes) == ticket)
        }
    }

    @Test func `tickets wrap at their end`() {
        #expect(PrintTicket(81_450_625) == PrintTicket(0))
        #expect(PrintTicket(81_450_624).next == PrintTicket(0))
    }

    @Test func `of all jobs that follow each other no two within 9,025 share a ticket`() {
        var ticket = PrintTicket(9_000)
        var seen: Set<[UInt8]> = []
        for _ in 0..<PrintTicket.count {
            ticket = ticket.next
            #expect(seen.insert(ticket.bytes).inserted)
        }
        #expect(ticket == PrintTicket(9_000), "and the next is the first again")
    }

    @Test(
        arguments: [[0x1F, 0x20, 0x20, 0x20], [0x20, 0x20, 0x20, 0x7F], [0x20], []] as [[UInt8]]
    )
    func `bytes that are no process ID name no ticket`(_ bytes: [UInt8]) {
        #expect(PrintTicket(bytes: bytes) == nil)
    }

    // swift-format-ignore
    static let kinds: [(kind: DeviceError.Kind, mayHaveRun: Bool, why: String)] = [
        (.noHardware, false, "nothing was there to run it"),
        (.busy,       false, "it was refused"),
        (.offline,    true,  "a stopped printer keeps what it has"),
        (.timeout,    true,  "the answer may be what was lost"),
        (.failure,    true,  "a garbled answer answers something"),
    ]

    @Test(arguments: kinds)
    func `an error says whether the command may have run`(
        _ row: (kind: DeviceError.Kind, mayHaveRun: Bool, why: String)
    ) {
        #expect(DeviceError(row.kind, "").mayHaveRun == row.mayHaveRun)
        #expect(DeviceError(row.kind, "", mayHaveRun: false).mayHaveRun == false)
    }

    @Test func `a member card shows its last four digits and no more`() throws {
        let rule = MemberCardRule([MemberCardRule.Range(prefix: "62220212", lengths: [16])])
        let digits = Array("6222021234567890".utf8)
        let found = rule.member(digits.span, name: "ZHANG/SAN")
        let card = try #require(found)
        #expect(card.number == "6222021234567890")
        let swipe = CardSwipe(card: .member(card))
        for text in ["\(swipe)", String(reflecting: swipe), dumped(swipe), card.maskedNumber] {
            #expect(text.contains("************7890"))
            #expect(!text.contains("62220212") && !text.contains("ZHANG"))
        }
        let four = Array("1234".utf8)
        let short = MemberCardRule.shortNumbers.member(four.span)
        #expect(short?.maskedNumber == "****")
    }

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test func `bytes are written as manuals write them`() {
        #expect(Hex.text([0x1B, 0x70, 0x00, 0xFA] as [UInt8]) == "1B 70 00 FA")
    }
}
