package import HAL

/// What the error codes of CCID mean for the caller (CCID 1.1, table 6.2-2).
package enum CCIDFault {
    /// The error of a command that failed with `code` while the slot held `card`.
    package static func error(_ code: UInt8, card: SlotStatus, command: String) -> DeviceError {
        if card == .absent {
            return DeviceError(.offline, "\(command): the card was taken away; present it again")
        }
        let (kind, words) = meaning(of: code)
        return DeviceError(kind, "\(command): \(words) (error \(Hex.text([code])))")
    }

    private static func meaning(of code: UInt8) -> (DeviceError.Kind, String) {
        switch code {
        case 0xFE: (.failure, "the card does not answer; present it again")
        case 0xFD: (.failure, "the card's answer came with wrong parity; present it again")
        case 0xFC: (.failure, "the card's answer overran the reader; present it again")
        case 0xFB: (.failure, "the reader's hardware has a fault")
        case 0xF8: (.failure, "the card's answer to reset begins with no TS")
        case 0xF7: (.failure, "the card's answer to reset has a wrong TCK")
        case 0xF6: (.failure, "the reader does not speak the card's protocol")
        case 0xF5: (.failure, "the reader does not know the command's class")
        case 0xF4: (.failure, "the card's procedure byte does not fit the command")
        case 0xF3: (.failure, "the protocol has been switched off")
        case 0xF2: (.busy, "the reader is still waking the card")
        case 0xF0: (.timeout, "nobody entered the PIN in time")
        case 0xEF: (.failure, "the PIN's entry was broken off")
        case 0xE0: (.busy, "the slot is still at another command")
        case 0x00: (.failure, "the reader does not know this command")
        case 0x01...0x7F: (.failure, "the reader refuses byte \(code) of the message")
        default: (.failure, "an error of the reader's maker")
        }
    }
}
