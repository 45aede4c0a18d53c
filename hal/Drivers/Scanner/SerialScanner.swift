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
        case .whole(let line): return try Self.barcode(in: line)
        case .tooLong:
            throw DeviceError(.failure, "more than \(Self.longestCode) bytes and no terminator")
        }
    }

    /// Reads one line without its terminator.
    static func barcode(in line: [UInt8]) throws(DeviceError) -> Barcode {
        // 1Dh is GS, the separator between the fields of a GS1 code.
        guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x1D }),
            let text = String(validating: line, as: UTF8.self)
        else {
            throw DeviceError(.failure, "not a barcode: \(Hex.text(line.prefix(24)))")
        }
        return identified(text)
    }

    /// Takes an AIM identifier off the front.
    private static func identified(_ text: String) -> Barcode {
        let prefix = Array(text.unicodeScalars.prefix(3))
        guard prefix.count == 3, prefix[0] == "]", prefix[2].properties.isASCIIHexDigit,
            text.unicodeScalars.count > 3,
            let symbology = Symbology(rawValue: Character(prefix[1]))
        else {
            return Barcode(text: text)
        }
        return Barcode(text: String(text.unicodeScalars.dropFirst(3)), symbology: symbology)
    }
}
