/// What a host asks of a CCID reader: the messages on bulk-OUT (CCID 1.1, 6.1).
///
///     type  length, 4 bytes, low first  slot  sequence  three bytes of the message's own  data
package enum CCIDCommand: Equatable, Sendable {
    /// 62: wakes the card; 0 lets the reader choose the voltage, 1 is 5 V, 2 is 3 V, 3 is 1.8 V.
    case iccPowerOn(voltage: UInt8)
    /// 63: lets it sleep.
    case iccPowerOff
    /// 65: asks whether a card is there.
    case getSlotStatus
    /// 6F: carries `data` to the card; `level` tells the pieces of an extended APDU.
    case xfrBlock(data: [UInt8], waiting: UInt8 = 0, level: UInt16 = 0)
    /// 6C: asks for the protocol's parameters.
    case getParameters
    /// 6D: puts them back.
    case resetParameters
    /// 61: sets those of protocol 0 or 1; 5 or 7 bytes.
    case setParameters(protocolNumber: UInt8, data: [UInt8])
    /// 6B: something of the maker's own.
    case escape(data: [UInt8])
    /// 6E: stops the card's clock or starts it again.
    case iccClock(isStopping: Bool)
    /// 69: enters or changes a PIN on the reader's own keys.
    case secure(data: [UInt8], waiting: UInt8 = 0, level: UInt16 = 0)
    /// 72: gives up the command under way; the same is asked on the control pipe.
    case abort
    /// 73: clock in kHz and bits a second.
    case setDataRateAndClockFrequency(clock: UInt32, dataRate: UInt32)

    /// The whole message.
    package func encoded(slot: UInt8, sequence: UInt8) -> [UInt8] {
        let (type, own, data) = parts
        return [type] + Self.littleEndian(UInt32(data.count)) + [slot, sequence] + own + data
    }

    /// The type of the message that answers it (CCID 1.1, table 6.2-1).
    package var answerType: UInt8 {
        switch self {
        case .iccPowerOn, .xfrBlock, .secure: 0x80
        case .iccPowerOff, .getSlotStatus, .iccClock, .abort: 0x81
        case .getParameters, .resetParameters, .setParameters: 0x82
        case .escape: 0x83
        case .setDataRateAndClockFrequency: 0x84
        }
    }

    private var parts: (type: UInt8, own: [UInt8], data: [UInt8]) {
        switch self {
        case .iccPowerOn(let voltage): (0x62, [voltage, 0, 0], [])
        case .iccPowerOff: (0x63, [0, 0, 0], [])
        case .getSlotStatus: (0x65, [0, 0, 0], [])
        case .xfrBlock(let data, let waiting, let level):
            (0x6F, [waiting, UInt8(truncatingIfNeeded: level), UInt8(level >> 8)], data)
        case .getParameters: (0x6C, [0, 0, 0], [])
        case .resetParameters: (0x6D, [0, 0, 0], [])
        case .setParameters(let number, let data): (0x61, [number, 0, 0], data)
        case .escape(let data): (0x6B, [0, 0, 0], data)
        case .iccClock(let isStopping): (0x6E, [isStopping ? 1 : 0, 0, 0], [])
        case .secure(let data, let waiting, let level):
            (0x69, [waiting, UInt8(truncatingIfNeeded: level), UInt8(level >> 8)], data)
        case .abort: (0x72, [0, 0, 0], [])
        case .setDataRateAndClockFrequency(let clock, let dataRate):
            (0x73, [0, 0, 0], Self.littleEndian(clock) + Self.littleEndian(dataRate))
        }
    }

    private static func littleEndian(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
