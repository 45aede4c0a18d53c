/// The few forms of DER (X.690) that a certificate of ours is made of.
enum DER {
    /// The object identifier of Ed25519, 1.3.101.112 (RFC 8410).
    static let ed25519 = element(0x30, element(0x06, [0x2B, 0x65, 0x70]))

    /// An element of this tag.
    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        [tag] + length(content.count) + content
    }

    /// What comes one after the other.
    static func sequence(_ parts: [UInt8]...) -> [UInt8] {
        element(0x30, Array(parts.joined()))
    }

    /// Whole bytes as a string of bits.
    static func bits(_ bytes: [UInt8]) -> [UInt8] {
        element(0x03, [0] + bytes)
    }

    /// A moment as X.509 writes it: with two digits for the years 1950 to 2049, else with four.
    static func time(_ text: String) -> [UInt8] {
        element(text.utf8.count == 13 ? 0x17 : 0x18, Array(text.utf8))
    }

    /// A distinguished name with nothing but a common name.
    static func name(_ text: String) -> [UInt8] {
        let commonName = element(0x06, [0x55, 0x04, 0x03])
        return sequence(element(0x31, sequence(commonName, element(0x0C, Array(text.utf8)))))
    }

    /// Up to 65,535.
    private static func length(_ count: Int) -> [UInt8] {
        let (high, low) = (UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count))
        return count < 0x80 ? [low] : count < 0x100 ? [0x81, low] : [0x82, high, low]
    }
}
