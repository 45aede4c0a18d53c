/// Which bytes of a ZVT message a trace may show.
///
/// A terminal tells the card's number (22), its tracks (23, 24, 2D), its expiry (0E) and texts that
/// repeat them. So a list says which fields may be shown, by PA00P015's numbers and lengths; the
/// values of others are masked, and everything behind a field of which not even the length is
/// known. The terminal's password, first in many commands, is masked too.
///
/// The driver has a table of fields of its own. A mask that shared it would share its mistakes.
enum ZVTMessageMask {
    /// Fields in which no card can be, and how long they are.
    private static let shown: [UInt8: Int] = [
        0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x19: 1, 0x27: 1,
        0x29: 4, 0x37: 3, 0x3A: 2, 0x3B: 8, 0x49: 2, 0x87: 2, 0x88: 3, 0x8A: 1, 0x8C: 1, 0xA0: 1,
        0xAA: 3,
    ]
    /// Fields that are masked, and how many decimal digits `Fn` tell their length.
    private static let told: [UInt8: Int] = [
        0x22: 2, 0x23: 2, 0x24: 3, 0x2D: 2, 0x3C: 3, 0x60: 3, 0x8B: 2, 0x9A: 3, 0xA7: 2, 0xAF: 3,
    ]
    /// Fields that are masked, of a length that does not vary: expiry and card sequence number.
    private static let fixed: [UInt8: Int] = [0x0E: 2, 0x17: 2]
    /// Commands that begin with the password: registration, reversal, end of day and the like.
    private static let withPassword: Set<UInt8> = [0x00, 0x20, 0x30, 0x31, 0x50]

    /// Verdicts on `message`, header and all; `head` says how long the header is.
    static func judge(
        _ message: [UInt8],
        head: Int,
        _ direction: WireDirection
    ) -> [Verdict] {
        guard message.count > head else { return Array(repeating: .show, count: message.count) }
        let (plain, hidden, hasFields) = layout(message[0], message[1], direction)
        var verdicts = Array(repeating: Verdict.show, count: head)
        verdicts += repeatElement(.mask, count: min(hidden, message.count - verdicts.count))
        verdicts += repeatElement(.show, count: min(plain, message.count - verdicts.count))
        if hasFields { judge(fields: message, &verdicts) }
        return verdicts + repeatElement(.mask, count: message.count - verdicts.count)
    }

    /// What the data of a message begin with: bytes to show, after bytes to hide, then fields.
    private static func layout(
        _ kind: UInt8,
        _ instruction: UInt8,
        _ direction: WireDirection
    ) -> (plain: Int, hidden: Int, hasFields: Bool) {
        switch (direction, kind, instruction) {
        case (.toDevice, 0x06, 0x00): (3, 3, true)
        case (.toDevice, 0x06, 0x01): (0, 0, true)
        case (.toDevice, 0x06, let command) where withPassword.contains(command): (0, 3, true)
        case (.toDevice, 0x05, 0x01): (0, 3, false)
        case (.fromDevice, 0x04, 0x0F), (.fromDevice, 0x06, 0x0F): (0, 0, true)
        case (.fromDevice, 0x06, 0x1E): (1, 0, true)
        case (.fromDevice, 0x04, 0xFF): (1, 0, false)
        default: (0, 0, false)
        }
    }

    /// Adds verdicts on the fields that follow, up to one that is not known.
    private static func judge(fields message: [UInt8], _ verdicts: inout [Verdict]) {
        while verdicts.count < message.count {
            let number = message[verdicts.count]
            let rest = message.count - verdicts.count - 1
            if let length = shown[number], length <= rest {
                verdicts += repeatElement(.show, count: 1 + length)
            } else if let length = fixed[number], length <= rest {
                verdicts += [.show] + Array(repeating: .mask, count: length)
            } else if let digits = told[number], digits <= rest {
                let size = message[(verdicts.count + 1)..<(verdicts.count + 1 + digits)]
                let length = size.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
                guard size.allSatisfy({ (0xF0...0xF9).contains($0) }), digits + length <= rest
                else { return }
                verdicts += repeatElement(.show, count: 1 + digits)
                verdicts += repeatElement(.mask, count: length)
            } else {
                return
            }
        }
    }
}
