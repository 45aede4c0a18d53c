package import HAL

/// What a terminal tells about one transaction (04 0F).
///
/// The card's number is cut to its last four digits as it is read; tracks, expiry and additional
/// texts are not read at all.
package struct StatusInformation: Equatable, Sendable {
    /// Zero is approved; nothing means that the field did not come.
    package private(set) var resultCode: UInt8?
    package private(set) var minorUnits: Int64?
    package private(set) var currency: Int?
    package private(set) var terminal: String?
    package private(set) var trace: Int?
    package private(set) var receipt: Int?
    /// The trace of the transaction that this one takes back; a payment has none.
    package private(set) var originalTrace: Int?
    package private(set) var card: MaskedCard?
    package private(set) var approvalCode: String?
    package private(set) var date: String?
    package private(set) var time: String?

    /// Reads the data of a 04 0F, as far as it can be read.
    package init(_ data: [UInt8]) {
        for field in BMP.fields(of: data) { read(field.number, field.value) }
    }

    private mutating func read(_ number: UInt8, _ value: [UInt8]) {
        switch number {
        case 0x27: resultCode = value[0]
        case 0x04: minorUnits = BCD.decode(value)
        case 0x49: currency = BCD.decode(value).map(Int.init)
        case 0x29: terminal = BCD.digits(value)
        case 0x0B: trace = BCD.decode(value).map(Int.init)
        case 0x87: receipt = BCD.decode(value).map(Int.init)
        case 0x37: originalTrace = BCD.decode(value).map(Int.init)
        case 0x22: card = Self.card(value)
        case 0x3B: approvalCode = Self.approvalCode(value)
        case 0x0D: date = BCD.digits(value)
        case 0x0C: time = BCD.digits(value)
        default: return
        }
    }

    /// Which transaction it was.
    package var mark: TransactionMark {
        TransactionMark(terminal: terminal, transaction: trace, slip: receipt)
    }

    /// What was charged, or nothing when it does not say both how much and of what.
    package var amount: PaymentAmount? {
        guard let minorUnits, let currency else { return nil }
        return PaymentAmount(minorUnits: minorUnits, currency: currency)
    }

    /// The slip of a transaction over `amount`.
    package func slip(of amount: PaymentAmount) -> PaymentSlip {
        PaymentSlip(
            amount: amount,
            mark: mark,
            card: card,
            approvalCode: approvalCode,
            date: date,
            time: time
        )
    }

    /// Two digits a byte; `E` stands for a digit that the terminal hides, `F` fills an odd count.
    private static func card(_ value: [UInt8]) -> MaskedCard? {
        let digits = Array("0123456789")
        let halves = value.flatMap { [$0 >> 4, $0 & 0x0F] }.prefix { $0 != 0x0F }
        guard halves.allSatisfy({ $0 <= 9 || $0 == 0x0E }) else { return nil }
        return MaskedCard(number: String(halves.map { $0 <= 9 ? digits[Int($0)] : "*" }))
    }

    /// Eight bytes of text, filled up with zeros or spaces.
    private static func approvalCode(_ value: [UInt8]) -> String? {
        let text = value.prefix { $0 > 0x20 }
        guard !text.isEmpty, text.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}
