/// What is played in the place of masked bytes, so that a driver finds messages it can read.
extension WireKind {
    /// All that a device said, with a stand-in for every byte that is masked.
    ///
    /// A card's digit is `0`, a key the one that writes 0, a byte of ZVT `EE`, its own sign for two
    /// digits that are not told; check sums of ZVT frames are made anew. A trace has no way to say
    /// what T=1 and MagTek's reports would need: those can be read, and not be played.
    func filled(_ bytes: [TraceByte]) -> [UInt8] {
        var filled = bytes.enumerated().map { index, byte in
            switch byte {
            case .shown(let value): value
            case .masked: standIn(at: index)
            }
        }
        if self == .zvtSerial { Self.mendCheckSums(&filled, bytes) }
        return filled
    }

    private func standIn(at index: Int) -> UInt8 {
        switch self {
        case .text, .stripe, .ccid, .opaque: UInt8(ascii: "0")
        // The low byte of the code of KEY_0; the other masked bytes of an event are 0.
        case .keys: index % 24 == 18 ? 11 : 0
        case .zvtSerial, .zvtNetwork: 0xEE
        }
    }

    /// Makes the masked check sums right for what stands in their frames now.
    private static func mendCheckSums(_ filled: inout [UInt8], _ bytes: [TraceByte]) {
        var index = 0
        while index + 1 < filled.count {
            guard filled[index] == 0x10, filled[index + 1] == 0x02 else {
                index += 1
                continue
            }
            index += 2
            var message: [UInt8] = []
            while index + 1 < filled.count, (filled[index], filled[index + 1]) != (0x10, 0x03) {
                message.append(filled[index])
                index += filled[index] == 0x10 ? 2 : 1
            }
            guard index + 3 < filled.count else { return }
            if bytes[index + 2] == .masked {
                let sum = ZVTCheckSum.of(message)
                filled[index + 2] = UInt8(truncatingIfNeeded: sum)
                filled[index + 3] = UInt8(sum >> 8)
            }
            index += 4
        }
    }
}
