public import HAL

/// Card readers on a serial port: magnetic stripe text, or a plain card number, ended by CR or LF.
///
/// All tracks of a swipe come on one line, which is the factory setting of MagTek, ID TECH and
/// their copies. `MagneticTracks` says how a line is read.
public struct SerialCardReader: CardReader {
    private let input: LineInput

    /// Takes over `channel`; nothing else may read it.
    public init(channel: any ByteChannel) {
        input = LineInput(
            channel: channel,
            limit: MagneticTracks.longestSwipe,
            terminators: [0x0D, 0x0A]
        )
    }

    public func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe {
        switch try await input.next(by: deadline) {
        case .whole(let line): return try MagneticTracks.parse(line)
        case .tooLong:
            throw DeviceError(.failure, "more bytes than a card holds and no terminator")
        }
    }
}
