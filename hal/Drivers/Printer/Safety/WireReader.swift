/// A job as it is read once more: where the reader is, and what is still allowed.
struct WireReader {
    private let bytes: [UInt8]
    private var permit: WireSafety.Permit
    private var place = 0
    private var isChinese: Bool

    init(bytes: [UInt8], permit: WireSafety.Permit) {
        self.bytes = bytes
        self.permit = permit
        isChinese = permit.beginsInChinese
    }

    var isAtEnd: Bool { place >= bytes.count }

    /// Reads one character or one command.
    mutating func step() throws(WireSafety.Refusal) {
        let byte = bytes[place]
        switch byte {
        case 0x0A, 0x20...0x7E: place += 1
        case 0x80...0xFF where !isChinese: place += 1
        case 0x81...0xFE: place += try squareLength()
        case 0x1B, 0x1C, 0x1D: try command()
        default: throw .byte(byte, at: place)
        }
    }

    /// Two bytes, or four with a digit second: GB18030, 2005 edition, table 1.
    private func squareLength() throws(WireSafety.Refusal) -> Int {
        guard place + 1 < bytes.count else { throw .unfinished(at: place) }
        switch bytes[place + 1] {
        case 0x40...0x7E, 0x80...0xFE: return 2
        case 0x30...0x39:
            guard place + 3 < bytes.count else { throw .unfinished(at: place) }
            guard (0x81...0xFE).contains(bytes[place + 2]),
                (0x30...0x39).contains(bytes[place + 3])
            else { throw .byte(bytes[place], at: place) }
            return 4
        default: throw .byte(bytes[place], at: place)
        }
    }

    private mutating func command() throws(WireSafety.Refusal) {
        let rest = bytes[place...]
        guard rest.count >= 2 else { throw .unfinished(at: place) }
        let name = UInt16(rest[place]) << 8 | UInt16(rest[place + 1])
        guard let form = WireForm.forms[name] else { throw refused(rest) }
        let parameters = rest.dropFirst(2)
        guard let count = form.length(parameters), count <= parameters.count else {
            throw .unfinished(at: place)
        }
        guard form.allows(parameters.prefix(count)) else { throw refused(rest) }
        try spend(name, rest)
        place += 2 + count
    }

    /// What a command changes in what is still allowed.
    private mutating func spend(
        _ name: UInt16,
        _ rest: ArraySlice<UInt8>
    ) throws(WireSafety.Refusal) {
        switch name {
        case 0x1C26: isChinese = true
        case 0x1C2E: isChinese = false
        case 0x1B40:
            // A reset in the middle of a job would throw away its modes, and on some makes its
            // lines.
            guard place == 0 else { throw refused(rest) }
        case 0x1B70:
            permit.drawerPulses -= 1
            if permit.drawerPulses < 0 { throw .surplus(Array(rest.prefix(5)), at: place) }
        case 0x1D56:
            permit.cuts -= 1
            if permit.cuts < 0 { throw .surplus(Array(rest.prefix(4)), at: place) }
        default: return
        }
    }

    private func refused(_ rest: ArraySlice<UInt8>) -> WireSafety.Refusal {
        .command(Array(rest.prefix(8)), at: place)
    }
}
