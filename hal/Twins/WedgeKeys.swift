/// The fingers of a wedge twin: it presses keys and knows when.
///
/// Its keyboard is drawn by rows, as one sees it from above; a key's number is its place.
struct WedgeKeys {
    /// The time of the next key, as the kernel will stamp it; it moves by itself, so nobody waits.
    var now = Duration.seconds(1_000)
    private(set) var bytes: [UInt8] = []

    // swift-format-ignore
    private static let rows: [(first: UInt16, plain: String, shifted: String)] = [
        (2,  "1234567890-=",  "!@#$%^&*()_+"),
        (16, "qwertyuiop[]",  "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`",  "ASDFGHJKL:\"~"),
        (43, "\\zxcvbnm,./",  "|ZXCVBNM<>?"),
        (57, " ",             ""),
    ]

    private static let keys: [Character: (code: UInt16, isShifted: Bool)] = {
        var keys: [Character: (code: UInt16, isShifted: Bool)] = [:]
        for row in rows {
            for (code, character) in zip(row.first..., row.shifted) {
                keys[character] = (code, true)
            }
            for (code, character) in zip(row.first..., row.plain) {
                keys[character] = (code, false)
            }
        }
        return keys
    }()

    static let enter: UInt16 = 28
    static let leftShift: UInt16 = 42
    static let leftControl: UInt16 = 29

    /// Presses the keys for `text`, `pace` apart; what no key writes is left out.
    ///
    /// GS is typed as control with `]`, the way wedges do. With caps lock on, letters take the
    /// other shift.
    mutating func type(_ text: String, pace: Duration, isCapsLocked: Bool = false) {
        for character in text {
            if character == "\u{1D}" {
                press(27, holding: Self.leftControl, pace: pace)
            } else if let key = Self.keys[character] {
                let isShifted = key.isShifted != (isCapsLocked && character.isLetter)
                press(key.code, holding: isShifted ? Self.leftShift : nil, pace: pace)
            }
        }
    }

    /// Presses and lets go of one key, with another held down meanwhile.
    mutating func press(_ key: UInt16, holding modifier: UInt16? = nil, pace: Duration) {
        now += pace
        if let modifier { event(type: 1, modifier, 1) }
        event(type: 1, key, 1)
        event(type: 1, key, 0)
        if let modifier { event(type: 1, modifier, 0) }
    }

    /// Adds one event and the report that ends its group.
    mutating func event(type: UInt16, _ code: UInt16, _ value: Int32) {
        add(type, code, value)
        add(0, 0, 0)
    }

    /// Hands over the bytes so far.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// One `struct input_event`: seconds, microseconds, type, code, value, little-endian.
    private mutating func add(_ type: UInt16, _ code: UInt16, _ value: Int32) {
        let (seconds, attoseconds) = now.components
        append(UInt64(bitPattern: seconds), 8)
        append(UInt64(attoseconds / 1_000_000_000_000), 8)
        append(UInt64(type), 2)
        append(UInt64(code), 2)
        append(UInt64(UInt32(bitPattern: value)), 4)
    }

    private mutating func append(_ number: UInt64, _ count: Int) {
        for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }
}
