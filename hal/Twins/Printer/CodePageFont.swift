import Glibc

/// The upper halves of single-byte code pages, by the C library's conversions.
///
/// The driver has its own tables; what one gets wrong the other shows.
enum CodePageFont {
    /// The numbers of `ESC t n` and the character sets they name, as Epson's printers have them.
    // swift-format-ignore
    static let epson: [UInt8: String] = [
        2: "CP850", 3: "CP860", 4: "CP863", 5: "CP865", 13: "CP857", 14: "CP737", 16: "CP1252",
        17: "CP866", 18: "CP852", 19: "CP858", 45: "CP1250", 46: "CP1251", 47: "CP1253",
        48: "CP1254", 51: "CP1257",
    ]

    /// The 128 characters of `charset`; `□` where it has none, and everywhere if there is none.
    static func characters(_ charset: String) -> [Unicode.Scalar] {
        let descriptor = iconv_open("UCS-4LE", charset)
        guard descriptor != iconv_t(bitPattern: -1) else {
            return Array(repeating: "□", count: 128)
        }
        defer { iconv_close(descriptor) }
        return (0x80...0xFF).map { convert(UInt8($0), descriptor) ?? "□" }
    }

    private static func convert(_ byte: UInt8, _ descriptor: iconv_t?) -> Unicode.Scalar? {
        var input = [CChar(bitPattern: byte)]
        var output: UInt32 = 0
        let isWhole = input.withUnsafeMutableBufferPointer { input in
            withUnsafeMutableBytes(of: &output) { output in
                var source = input.baseAddress
                var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
                var sourceCount = 1
                var targetCount = 4
                let code = iconv(descriptor, &source, &sourceCount, &target, &targetCount)
                return code == 0 && sourceCount == 0 && targetCount == 0
            }
        }
        return isWhole ? Unicode.Scalar(UInt32(littleEndian: output)) : nil
    }
}
