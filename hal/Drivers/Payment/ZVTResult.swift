package import HAL

/// What ZVT's result codes mean to the person at the counter.
package enum ZVTResult {
    /// 00h: approved.
    package static let approved: UInt8 = 0x00
    /// B4h: the slip that is to be reversed has been reversed before.
    package static let alreadyReversed: UInt8 = 0xB4

    /// Whether a code says that the terminal is at work and can be asked again soon.
    package static func isBusy(_ code: UInt8) -> Bool { code == 0x9C || code == 0xA0 }

    /// Why a customer was not charged; nothing stands for a terminal that gave no reason.
    package static func refusal(_ code: UInt8?) -> PaymentRefusal {
        guard let code else { return PaymentRefusal(.terminal, "the terminal gave up") }
        let detail = "result code \(Hex.text([code]))" + (names[code].map { ": \($0)" } ?? "")
        return PaymentRefusal(kind(of: code), detail)
    }

    private static func kind(of code: UInt8) -> PaymentRefusal.Kind {
        switch code {
        case 0x6C: .cancelled
        // Up to 63h a code is the bank's own.
        case 0x01...0x68, 0x6E, 0x71...0x73, 0x76, 0x78...0x7C, 0x7E: .card
        default: .terminal
        }
    }

    private static let names: [UInt8: String] = [
        0x64: "card not readable",
        0x65: "no card data",
        0x6A: "the terminal's store is full: end the day",
        0x6B: "not registered",
        0x6C: "stopped by key or by time",
        0x6E: "card on the blocked list",
        0x6F: "wrong currency",
        0x71: "credit not sufficient",
        0x73: "card data incorrect",
        0x77: "end of day not possible",
        0x78: "card expired",
        0x7A: "card unknown",
        0x83: "function not possible",
        0x9A: "protocol error",
        0x9B: "the terminal does not reach the bank",
        0x9C: "please wait",
        0xA0: "at work",
        0xA3: "no connection",
        0xB4: "already reversed",
        0xB5: "reversal not possible",
        0xC3: "amount too large",
        0xC6: "currency not possible",
        0xF0: "the end of the last day is still open",
        0xFF: "system error",
    ]
}
