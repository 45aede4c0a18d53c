import HAL

/// What a reader sends for one card as a line of text: the tracks of a stripe, or a plain number.
enum CardLine {
    /// The longest line that a card makes.
    static let longest = StripeText.longest

    /// Reads `line`; what leaves is what `firewall` lets out.
    static func swipe(
        _ line: borrowing SensitiveBytes,
        _ firewall: CardFirewall
    ) throws(DeviceError) -> CardSwipe {
        try line.read { (line) throws(DeviceError) in
            if StripeText.isStripe(line) {
                let stripe = try StripeText.parse(line)
                return try FinancialTracks.swipe(stripe, firewall)
            }
            // Readers of printed or RFID member cards send the plain number.
            guard (4...32).contains(line.count), line.areDigits else {
                throw DeviceError(.failure, "\(line.count) bytes that are no card number")
            }
            let name = line.extracting(first: 0)
            return CardSwipe(card: firewall.identify(number: line, name: name))
        }
    }
}
