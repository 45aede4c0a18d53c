/// Types as a keyboard does: one report of eight bytes for each key pressed and let go (HID 1.11,
/// appendix B.1: the keys that are held, the first byte of them shift and control).
struct Keyboard {
    /// The keyboard's side of the kernel's HID gadget.
    static let path = "/dev/hidg0"

    /// What a boot keyboard is, in the words of HID (appendix E.6), without its lamps.
    static let descriptor: [UInt8] = [
        0x05, 0x01, 0x09, 0x06, 0xA1, 0x01,  // generic desktop, keyboard, application
        0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, 0x01,  // shift, control and so on
        0x75, 0x01, 0x95, 0x08, 0x81, 0x02,  // a bit each
        0x95, 0x01, 0x75, 0x08, 0x81, 0x03,  // a byte of nothing
        0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65,  // six keys, by number
        0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xC0,
    ]

    /// The reports of `text` and Enter; digits and letters; all else types `-`.
    static func reports(_ text: String) -> [[UInt8]] {
        let keys = text.map(key) + [(0x28, false)]
        return keys.flatMap { code, isShifted -> [[UInt8]] in
            let shift: UInt8 = isShifted ? 0x02 : 0
            return [[shift, 0, code, 0, 0, 0, 0, 0], [UInt8](repeating: 0, count: 8)]
        }
    }

    /// The number of a key (HID Usage Tables, page 07h), and whether shift is held.
    private static func key(_ character: Character) -> (UInt8, Bool) {
        let upper = character.uppercased()
        if let letter = upper.utf8.first, (0x41...0x5A).contains(letter) {
            return (letter - 0x41 + 0x04, character.isUppercase)
        }
        guard let digit = character.wholeNumberValue else { return (minus, false) }
        return (digit == 0 ? 0x27 : 0x1D + UInt8(digit), false)
    }

    private static let minus: UInt8 = 0x2D
}
