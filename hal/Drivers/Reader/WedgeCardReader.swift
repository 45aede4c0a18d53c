public import HAL

/// Card readers that type: stripe readers in keyboard mode, and readers of plain card numbers.
///
/// The channel is the reader's own input device, which the till has for itself: no other program
/// sees the card. Its keys become a line as a scanner's do, and `MagneticTracks` reads the line.
public struct WedgeCardReader: CardReader {
    private let input: KeyboardInput

    /// Takes over `channel`; keys more than `gap` apart are typing and no card.
    public init(channel: any ByteChannel, gap: Duration = KeyboardDecoder.usualGap) {
        input = KeyboardInput(channel: channel, limit: MagneticTracks.longestSwipe, gap: gap)
    }

    public func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe {
        try MagneticTracks.parse(try await input.next(by: deadline))
    }
}
