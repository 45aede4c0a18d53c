/// Numbers as ZVT packs them: two decimal digits a byte, the highest first.
package enum BCD {
    /// `value` in `count` bytes, or nothing when it is negative or has more digits than fit.
    package static func encode(_ value: Int64, in count: Int) -> [UInt8]? {
        guard value >= 0 else { return nil }
        var rest = value
        var bytes = [UInt8](repeating: 0, count: count)
        for index in bytes.indices.reversed() {
            bytes[index] = UInt8(rest / 10 % 10) << 4 | UInt8(rest % 10)
            rest /= 100
        }
        return rest == 0 ? bytes : nil
    }

    /// The number in at most nine bytes, or nothing when a half byte is no digit.
    package static func decode(_ bytes: some Collection<UInt8>) -> Int64? {
        guard bytes.count <= 9 else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            guard byte >> 4 <= 9, byte & 0x0F <= 9 else { return nil }
            value = value * 100 + Int64(byte >> 4) * 10 + Int64(byte & 0x0F)
        }
        return value
    }

    /// The digits as text, leading zeros and all, or nothing when a half byte is no digit.
    package static func digits(_ bytes: some Collection<UInt8>) -> String? {
        var text = ""
        for half in bytes.flatMap({ [$0 >> 4, $0 & 0x0F] }) {
            guard half <= 9 else { return nil }
            text += String(half)
        }
        return text
    }
}
