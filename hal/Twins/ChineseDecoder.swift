import Glibc

/// Turns the bytes of GB18030 into text, as a Chinese device's font does.
///
/// It shares nothing with the driver's table: what one gets wrong the other shows.
enum ChineseDecoder {
    /// How many bytes the character that begins with `bytes` takes: 1, 2 or 4; 0 when more bytes
    /// are needed to tell.
    static func length(_ bytes: some RandomAccessCollection<UInt8>) -> Int {
        guard let first = bytes.first, (0x81...0xFE).contains(first) else { return 1 }
        guard let second = bytes.dropFirst().first else { return 0 }
        if (0x30...0x39).contains(second) { return bytes.count >= 4 ? 4 : 0 }
        return second >= 0x40 && second != 0x7F && second != 0xFF ? 2 : 1
    }

    /// The character of a two-byte or four-byte code; `□` when the font has none.
    static func character(_ bytes: [UInt8]) -> Unicode.Scalar {
        guard bytes.count == 2 else { return convert(bytes) ?? missing }
        return character(bytes[0], bytes[1]) ?? missing
    }

    /// The character of a two-byte code, or nothing when the two bytes are none.
    static func character(_ first: UInt8, _ second: UInt8) -> Unicode.Scalar? {
        guard (0x81...0xFE).contains(first), second >= 0x40, second != 0x7F, second != 0xFF
        else { return nil }
        return Unicode.Scalar(twoByteCodes[(Int(first) - 0x81) * 256 + Int(second)])
    }

    private static let missing: Unicode.Scalar = "□"

    /// Every two-byte code, first byte from 81h, 256 a row.
    private static let twoByteCodes: [UInt32] = {
        var codes = [UInt32](repeating: missing.value, count: 126 * 256)
        for first in 0x81...0xFE {
            for second in 0x40...0xFE where second != 0x7F {
                let scalar = convert([UInt8(first), UInt8(second)])
                codes[(first - 0x81) * 256 + second] = (scalar ?? missing).value
            }
        }
        return codes
    }()

    /// One code by the C library; nothing when it is no character.
    private static func convert(_ bytes: [UInt8]) -> Unicode.Scalar? {
        // A descriptor a call is slow, but the table is made once and four-byte codes are rare.
        let descriptor = iconv_open("UCS-4LE", "GB18030")
        guard descriptor != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(descriptor) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output: UInt32 = 0
        let isWhole = input.withUnsafeMutableBufferPointer { input in
            withUnsafeMutableBytes(of: &output) { output in
                var source = input.baseAddress
                var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
                var sourceCount = input.count
                var targetCount = output.count
                let code = iconv(descriptor, &source, &sourceCount, &target, &targetCount)
                return code == 0 && sourceCount == 0 && targetCount == 0
            }
        }
        return isWhole ? Unicode.Scalar(UInt32(littleEndian: output)) : nil
    }
}
