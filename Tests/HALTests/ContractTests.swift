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

    @Test func `a card shows its last four digits and no more`() {
        let swipe = CardSwipe(number: "6222021234567890", name: "ZHANG/SAN", expiry: "3012")
        var dumped = ""
        dump(swipe, to: &dumped)
        for text in ["\(swipe)", String(reflecting: swipe), dumped, swipe.maskedNumber] {
            #expect(text.contains("************7890"))
            #expect(!text.contains("62220212") && !text.contains("ZHANG"))
        }
        #expect(CardSwipe(number: "1234").maskedNumber == "****")
    }

    @Test func `bytes are written as manuals write them`() {
        #expect(Hex.text([0x1B, 0x70, 0x00, 0xFA] as [UInt8]) == "1B 70 00 FA")
    }
}
