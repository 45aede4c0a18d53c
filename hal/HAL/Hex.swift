/// Bytes as a manual prints them: `1B 70 00`.
public enum Hex {
    /// `bytes` in upper-case pairs with a space between, the way every device manual writes them.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            if !text.isEmpty { text += " " }
            if byte < 0x10 { text += "0" }
            text += String(byte, radix: 16, uppercase: true)
        }
        return text
    }
}
