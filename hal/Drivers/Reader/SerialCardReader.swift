public import HAL

/// Card readers on a serial port: magnetic stripe text, or a plain card number, ended by CR or LF.
///
/// All tracks of a swipe come on one line, which is the factory setting of MagTek, ID TECH and
/// their copies. `CardLine` says how a line is read, `CardFirewall` what leaves here.
public struct SerialCardReader: CardReader {
    private let input: CardInput
    private let firewall: CardFirewall

    /// Takes over `channel`; nothing else may read it.
    public init(channel: any ByteChannel, firewall: CardFirewall = CardFirewall()) {
        input = CardInput(channel: channel, limit: CardLine.longest)
        self.firewall = firewall
    }

    public func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe {
        try CardLine.swipe(await input.line(by: deadline), firewall)
    }
}
