/// What follows the name of a command that a layout may mean, and which values of it are meant.
struct WireForm: Sendable {
    /// How many bytes follow, or nothing while there are too few to tell.
    let length: @Sendable (ArraySlice<UInt8>) -> Int?
    /// Whether these values are among those that the driver means.
    let allows: @Sendable (ArraySlice<UInt8>) -> Bool

    private static func bytes(_ count: Int) -> WireForm {
        WireForm(length: { _ in count }, allows: { _ in true })
    }

    private static func one(of values: ClosedRange<UInt8>) -> WireForm {
        WireForm(length: { _ in 1 }, allows: { $0.first.map(values.contains) ?? false })
    }

    /// The number in two bytes, the low one first, `offset` bytes on.
    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> Int? {
        let rest = bytes.dropFirst(offset).prefix(2)
        guard let low = rest.first, let high = rest.last, rest.count == 2 else { return nil }
        return Int(low) | Int(high) << 8
    }

    /// By name, the two bytes as one number. What is not here does not leave.
    // swift-format-ignore
    static let forms: [UInt16: WireForm] = [
        0x1B40: bytes(0),               // ESC @     every mode at its default
        0x1B45: one(of: 0...1),         // ESC E     bold
        0x1B61: one(of: 0...2),         // ESC a     alignment
        0x1B64: bytes(1),               // ESC d     feed
        0x1B70: drawerPulse,            // ESC p     drawer
        0x1B74: bytes(1),               // ESC t     code page
        0x1C26: bytes(0),               // FS &      Chinese mode
        0x1C2E: bytes(0),               // FS .      out of it
        0x1C32: ownCharacter,           // FS 2      a character of one's own
        0x1D21: bytes(1),               // GS !      size
        0x1D28: extended,               // GS (      QR code, picture, process ID, mask
        0x1D48: one(of: 0...3),         // GS H      text at a barcode
        0x1D56: cut,                    // GS V      knife
        0x1D61: bytes(1),               // GS a      automatic status
        0x1D66: one(of: 0...1),         // GS f      font of that text
        0x1D68: one(of: 1...255),       // GS h      height of the bars
        0x1D6B: barcode,                // GS k      barcode
        0x1D72: one(of: 1...2),         // GS r      status in its turn, a fence
        0x1D76: raster,                 // GS v 0    picture
        0x1D77: one(of: 1...6),         // GS w      width of a module
    ]

    /// `ESC p m t1 t2`: connector pin 2 or 5.
    private static let drawerPulse = WireForm(
        length: { _ in 3 },
        allows: { $0.first.map { $0 <= 1 } ?? false }
    )

    /// `FS 2 c1 c2 d1-d72`.
    private static let ownCharacter = WireForm(
        length: { _ in 74 },
        allows: { $0.first == 0xFE && $0.dropFirst().first.map { $0 >= 0xA1 } ?? false }
    )

    /// `GS V m n`, feeding to the knife first.
    private static let cut = WireForm(
        length: { _ in 2 },
        allows: { $0.first == 65 || $0.first == 66 }
    )

    /// `GS k m n d1-dn`, function B.
    private static let barcode = WireForm(
        length: { $0.dropFirst().first.map { 2 + Int($0) } },
        allows: { $0.first.map { (65...73).contains($0) } ?? false }
    )

    /// `GS v 0 m xL xH yL yH`, and the dots.
    private static let raster = WireForm(
        length: { bytes in
            guard let across = number(bytes, 2), let down = number(bytes, 4) else { return nil }
            return 6 + across * down
        },
        allows: { $0.first == 0x30 && $0.dropFirst().first.map { $0 <= 3 } ?? false }
    )

    /// `GS ( X pL pH`: of these functions only what shows something or keeps the printer quiet.
    private static let extended = WireForm(
        length: { bytes in number(bytes, 1).map { 3 + $0 } },
        allows: { bytes in
            let head = Array(bytes.prefix(5))
            guard head.count == 5 else { return false }
            switch (head[0], head[3], head[4]) {
            case (0x6B, 49, 65), (0x6B, 49, 67), (0x6B, 49, 69), (0x6B, 49, 80), (0x6B, 49, 81):
                return true
            case (0x4C, 48, 112), (0x4C, 48, 50), (0x48, 48, 48): return true
            case (0x44, 20, _): return Array(bytes.dropFirst(3)) == [20, 1, 0, 2, 0]
            default: return false
            }
        }
    )
}
