public import HAL

/// Barcode scanners that type, as most are set when they leave their factory: a keyboard wedge.
///
/// The channel is the scanner's own input device, which the till has for itself: what is scanned is
/// typed into no other window, and what a cashier types is not mixed in. `KeyboardDecoder` says how
/// keys become a code; from there on it is read as a `SerialScanner` reads its lines.
public struct WedgeScanner: Scanner {
    private let input: KeyboardInput

    /// Takes over `channel`; keys more than `gap` apart are typing and no code.
    public init(channel: any ByteChannel, gap: Duration = KeyboardDecoder.usualGap) {
        input = KeyboardInput(channel: channel, limit: SerialScanner.longestCode, gap: gap)
    }

    public func scan(by deadline: Deadline) async throws(DeviceError) -> Barcode {
        try Barcode(line: try await input.next(by: deadline))
    }
}
