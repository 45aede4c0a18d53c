public import HAL

/// Card readers that type: stripe readers in keyboard mode, and readers of plain card numbers.
///
/// The channel is the reader's own input device, which the till has for itself: no other program
/// sees the card. Its keys become a line as a scanner's do; `CardLine` says how a line is read,
/// `CardFirewall` what leaves here. Keys and line are overwritten as soon as they were read.
public struct WedgeCardReader: CardReader {
    private let input: KeyboardInput
    private let firewall: CardFirewall

    /// Takes over `channel`; keys more than `gap` apart are typing and no card.
    public init(
        channel: any ByteChannel,
        gap: Duration = KeyboardDecoder.usualGap,
        firewall: CardFirewall = CardFirewall()
    ) {
        input = KeyboardInput(channel: channel, limit: CardLine.longest, gap: gap)
        self.firewall = firewall
    }

    public func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe {
        var line = try await input.next(by: deadline)
        return try CardLine.swipe(SensitiveBytes(erasing: &line), firewall)
    }
}
