public import HAL

/// Card readers on a serial port: magnetic stripe text, or a plain card number, ended by CR or LF.
///
/// All tracks of a swipe come on one line, which is the factory setting of MagTek, ID TECH and
/// their copies. `StripeText` says how a line is read, `CardFirewall` what leaves here.
public struct SerialCardReader: CardReader {
    private let input: CardInput
    private let firewall: CardFirewall

    /// Takes over `channel`; nothing else may read it.
    public init(channel: any ByteChannel, firewall: CardFirewall = CardFirewall()) {
        input = CardInput(channel: channel, limit: StripeText.longest)
        self.firewall = firewall
    }

    public func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe {
        let line = try await input.line(by: deadline)
        return try line.read { (line) throws(DeviceError) in
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
