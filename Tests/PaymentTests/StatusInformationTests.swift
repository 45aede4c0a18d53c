import Drivers
import HAL
import Testing

/// What terminals tell of transactions, and what is let through of it.
struct StatusInformationTests {
    /// A Status-Information as Portalum.Zvt's terminal simulator sends it (MIT, commit ed877cb).
    static let told = bytes(
        """
        27 00 04 00 00 00 00 20 40 0B 00 04 70 0C 22 39 53 0D 10 06 0E 25 12 17 00 01 19 70 22 F0 F8
        EE EE EE EE EE EE 47 71 29 28 00 48 69 2A 31 30 30 34 36 31 37 36 33 20 20 20 20 20 20 3B 36
        31 31 38 30 34 00 00 3C F0 F1 F4 47 45 4E 2E 4E 52 2E 3A 36 31 31 38 30 34 49 09 78 87 04 70
        88 00 04 70 8A 2E 8B F1 F7 44 65 62 69 74 20 4D 61 73 74 65 72 63 61 72 64 00
        """
    )

    static func bytes(_ text: String) -> [UInt8] {
        text.split { $0 == " " || $0 == "\n" }.compactMap { UInt8($0, radix: 16) }
    }

    @Test func `a payment is read whole`() throws {
        let status = StatusInformation(Self.told)
        #expect(status.resultCode == 0)
        #expect(status.amount == PaymentAmount(minorUnits: 2040, currency: 978))
        let mark = TransactionMark(terminal: "28004869", transaction: 470, slip: 470)
        #expect(status.mark == mark)
        #expect(status.card?.description == "card ****4771")
        #expect(status.approvalCode == "611804")
        #expect(status.date == "1006")
        #expect(status.time == "223953")
        #expect(status.originalTrace == nil)
    }

    typealias Row = (data: String, code: UInt8?, trace: Int?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("27 6C 29 28 00 48 69 3C F0 F0 F2 41 62", 0x6C, nil, "stopped by key, with a text"),
        ("27 00 0B 00 00 17",          0x00, 17,  "the fewest fields"),
        ("0B 00 00 17 27 00",          0x00, 17,  "in another order"),
        ("27 00 06 03 01 02 03 0B 00 00 17", 0x00, 17, "a container is passed over"),
        ("27 00 06 81 03 01 02 03 0B 00 00 17", 0x00, 17, "a container with a long length"),
        ("27 00 77 0B 00 00 17",       0x00, nil, "an unknown field: nothing behind it can be read"),
        ("77 27 00",                   nil,  nil, "an unknown field before the result: there is no result"),
        ("27 00 0B 00 00",             0x00, nil, "the last field is cut off"),
        ("27",                         nil,  nil, "a number and nothing behind it"),
        ("27 00 0B 00 0F 17",          0x00, nil, "a half byte that is no digit"),
        ("27 00 3C F0 FA F1 41 0B 00 00 17", 0x00, nil, "a length with a digit FA"),
        ("27 00 06 84 00 00 00 01 41", 0x00, nil, "a length that no terminal needs"),
        ("",                           nil,  nil, "nothing"),
    ]

    @Test(arguments: rows)
    func `fields are read up to one that cannot be read`(_ row: Row) {
        let status = StatusInformation(Self.bytes(row.data))
        #expect(status.resultCode == row.code)
        #expect(status.mark.transaction == row.trace)
    }

    // swift-format-ignore
    static let cards: [(field: String, card: String?, why: String)] = [
        ("22 F0 F8 59 99 00 00 01 23 45 67", "card ****4567", "a whole number is cut to its end"),
        ("22 F0 F8 EE EE EE EE EE EE 47 71", "card ****4771", "hidden by the terminal"),
        ("22 F1 F0 59 99 00 00 01 23 45 67 81 2F", "card ****7812", "19 digits, filled up with F"),
        ("22 F0 F8 EE EE EE EE EE EE EE EE", nil,             "nothing is told"),
        ("22 F0 F2 12 34",                   nil,             "four digits would be the whole number"),
        ("22 F0 F8 59 99 00 00 01 23 4A 67", nil,             "no digit"),
    ]

    @Test(arguments: cards)
    func `of a card the last four digits stay and no more`(
        _ row: (field: String, card: String?, why: String)
    ) {
        let data = Self.bytes(row.field)
        #expect(StatusInformation(data).card?.description == row.card)
    }
}
