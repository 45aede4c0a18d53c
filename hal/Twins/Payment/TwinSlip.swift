/// What a terminal twin tells about a transaction, in ZVT's fields.
///
/// It tells the whole card number, as no terminal should and some do: a driver that lets it out is
/// found out. The number is made up and fails the Luhn check.
enum TwinSlip {
    static let terminal = "29001612"

    /// The data of a Status-Information about a charge.
    static func approved(_ charge: CardAccount.Charge) -> [UInt8] {
        [0x27, 0x00] + [0x04] + packed(charge.amount, 12)
            + [0x0B] + packed(charge.trace, 6)
            + [0x0C] + packed(103_456, 6) + [0x0D] + packed(1_004, 4) + [0x0E] + packed(3_012, 4)
            + [0x22, 0xF0, 0xF8] + packed(cardNumber(charge.trace), 16)
            + [0x29] + packed(29_001_612, 8)
            + [0x3B] + Array(digits(charge.trace, 6).utf8) + [0x00, 0x00]
            + [0x49] + packed(charge.currency, 4) + [0x87] + packed(charge.receipt, 4)
            + [0x8B, 0xF0, 0xF5] + Array("Debit".utf8)
    }

    /// The data of a Status-Information about a charge that was given back as transaction `trace`.
    static func reversed(_ charge: CardAccount.Charge, trace: Int) -> [UInt8] {
        [0x27, 0x00] + [0x04] + packed(charge.amount, 12) + [0x0B] + packed(trace, 6)
            + [0x29] + packed(29_001_612, 8) + [0x37] + packed(charge.trace, 6)
            + [0x49] + packed(charge.currency, 4) + [0x87] + packed(charge.receipt, 4)
    }

    /// The data of a Status-Information about a transaction that failed.
    static func failed(_ code: UInt8) -> [UInt8] {
        [0x27, code, 0x29] + packed(29_001_612, 8)
    }

    /// The card that the customer of transaction `trace` uses; 16 digits.
    static func cardNumber(_ trace: Int) -> Int {
        let front = 5_999_000_000_000_000 + trace % 1_000_000 * 1_000
        // One of two neighbours fails the check for certain.
        return passesLuhn(front) ? front + 1 : front
    }

    private static func passesLuhn(_ number: Int) -> Bool {
        let sum = digits(number, 16).reversed().enumerated().reduce(0) { sum, item in
            let digit = item.element.wholeNumberValue ?? 0
            return sum + (item.offset % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10)
        }
        return sum % 10 == 0
    }

    private static func digits(_ value: some BinaryInteger, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    /// A number of `count` decimal digits, two a byte.
    static func packed(_ value: some BinaryInteger, _ count: Int) -> [UInt8] {
        let text = Array(digits(value, count))
        return stride(from: 0, to: count, by: 2).map { index in
            UInt8(String(text[index...(index + 1)]), radix: 16) ?? 0
        }
    }

    /// The number that `packed` made, or nothing.
    static func unpacked(_ bytes: some Sequence<UInt8>) -> Int64? {
        var value: Int64 = 0
        for byte in bytes {
            guard byte >> 4 < 10, byte & 15 < 10, value < 1_000_000_000_000 else { return nil }
            value = value * 100 + Int64(byte >> 4) * 10 + Int64(byte & 15)
        }
        return value
    }
}
