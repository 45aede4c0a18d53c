public import HAL

/// Barcode scanners on a serial port or a USB serial port (CDC-ACM): the code, then CR, LF or TAB.
///
/// A scanner has no start mark, no length and no checksum on its wire; its one promise is the
/// terminator. So anything else that cannot be a barcode is refused: a control byte other than GS,
/// bytes that are no UTF-8, more than 512 bytes without an end.
///
/// When the scanner is set to send AIM identifiers (ISO/IEC 15424: `]`, a letter, a digit, as in
/// `]E0` before an EAN-13), the identifier is taken off and kept as the symbology.
public struct SerialScanner: Scanner {
    /// More than any retail code holds; a GS1 DataMatrix coupon has some 200 characters.
    public static let longestCode = 512

    private let input: LineInput

    /// Takes over `channel`; nothing else may read it.
    public init(channel: any ByteChannel) {
        input = LineInput(
            channel: channel,
            limit: Self.longestCode,
            terminators: [0x0D, 0x0A, 0x09]
        )
    }

    public func scan(by deadline: Deadline) async throws(DeviceError) -> Barcode {
        switch try await input.next(by: deadline) {
        case .whole(let line): return try Barcode(line: line)
        case .tooLong:
            throw DeviceError(.failure, "more than \(Self.longestCode) bytes and no terminator")
        }
    }
}
