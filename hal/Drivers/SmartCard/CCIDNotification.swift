/// What a CCID reader says unasked on interrupt-IN (CCID 1.1, 6.3).
package enum CCIDNotification: Equatable, Sendable {
    /// 50: for each slot, whether a card is there and whether that is news.
    case slotChange([SlotChange])
    /// 51: an overcurrent or a like fault, told as bits, while doing the command `sequence`.
    case hardwareError(slot: UInt8, sequence: UInt8, code: UInt8)

    /// Two bits of a slot change.
    package struct SlotChange: Equatable, Sendable {
        package let isPresent: Bool
        package let isNews: Bool
    }

    /// Takes a notification apart; nothing when it is none.
    ///
    /// Four slots are in each byte.
    package init?(_ bytes: [UInt8]) {
        switch bytes.first {
        case 0x50 where (2...5).contains(bytes.count):
            self = .slotChange(
                bytes.dropFirst().flatMap { byte in
                    (0..<4).map { slot in
                        let bits = byte >> (2 * UInt8(slot))
                        return SlotChange(isPresent: bits & 1 != 0, isNews: bits & 2 != 0)
                    }
                }
            )
        case 0x51 where bytes.count == 4:
            self = .hardwareError(slot: bytes[1], sequence: bytes[2], code: bytes[3])
        default:
            return nil
        }
    }
}
