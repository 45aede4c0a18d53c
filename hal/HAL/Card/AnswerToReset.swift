/// What a card says when it wakes (ISO/IEC 7816-3, 8.2).
///
///     TS  T0  TA1 TB1 TC1 TD1  TA2 …  T1 … TK  TCK
///     │   │   └ which of them come: high half of T0; TD1 says it of the next four, and a protocol
///     │   └ low half: how many historical bytes T1 … TK
///     └ 3B direct or 3F inverse convention
///
/// TCK is there unless T=0 is all that the card offers, and makes the XOR of T0 … TCK zero. A
/// contactless card has no reset; its reader makes an answer of this shape (PC/SC part 3, 3.1.3.2).
public struct AnswerToReset: Hashable, Sendable {
    /// TS and at most 32 bytes.
    public static let longest = 33

    /// The protocols offered, in the card's order: 0, 1, …; 15 stands for no protocol.
    public let protocols: [UInt8]
    /// What the issuer likes.
    public let historical: [UInt8]
    /// TA1: clock rate and bit rate, Fi and Di as the standard codes them; 11h unless it says.
    public let speed: UInt8
    /// TC1: extra time between characters.
    public let guardTime: UInt8
    /// TC2, WI of T=0: how long a byte may be waited for; 10 by default.
    public let waitingInteger: UInt8
    /// TB of T=1: how long blocks and characters may be waited for, BWI and CWI; 4Dh by default.
    public let waitingTime: UInt8
    /// TA of T=1, IFSC: the most data in a block that the card takes; 32 by default.
    public let blockLength: UInt8
    /// TC of T=1: whether blocks end in a CRC instead of an LRC.
    public let usesCRC: Bool

    /// Takes an answer apart.
    ///
    /// - Throws: `failure` when it is cut short, too long, or its check byte does not fit.
    public init(_ bytes: Span<UInt8>) throws(DeviceError) {
        guard (2...Self.longest).contains(bytes.count) else {
            throw DeviceError(.failure, "an answer to reset of \(bytes.count) bytes")
        }
        guard bytes[0] == 0x3B || bytes[0] == 0x3F else {
            throw DeviceError(.failure, "an answer to reset begins \(Hex.text([bytes[0]]))")
        }
        let interface = try InterfaceBytes(bytes)
        let historicalEnd = interface.end + Int(bytes[1] & 0x0F)
        let hasCheck = interface.protocols.contains { $0 != 0 }
        guard historicalEnd + (hasCheck ? 1 : 0) == bytes.count else {
            throw DeviceError(.failure, "an answer to reset that is not as long as it says")
        }
        if hasCheck, bytes.indices.dropFirst().reduce(0, { $0 ^ bytes[$1] }) != 0 {
            throw DeviceError(.failure, "the check byte TCK of the answer to reset does not fit")
        }
        // T=0 is what a card offers that says nothing.
        protocols = interface.protocols.isEmpty ? [0] : interface.protocols
        historical = (interface.end..<historicalEnd).map { bytes[$0] }
        speed = interface.speed
        guardTime = interface.guardTime
        waitingInteger = interface.waitingInteger
        waitingTime = interface.waitingTime
        blockLength = interface.blockLength
        usesCRC = interface.usesCRC
    }

    /// TA1 … TDn, walked through.
    private struct InterfaceBytes {
        var protocols: [UInt8] = []
        var speed: UInt8 = 0x11
        var guardTime: UInt8 = 0
        var waitingInteger: UInt8 = 10
        var waitingTime: UInt8 = 0x4D
        var blockLength: UInt8 = 32
        var usesCRC = false
        var end = 2
        /// Whether the bytes of T=1 have come; a second set would speak of another block format.
        private var hasT1 = false

        init(_ bytes: Span<UInt8>) throws(DeviceError) {
            var follows = bytes[1] >> 4
            var group = 1
            var current: UInt8 = 0
            while follows != 0 {
                guard end + follows.nonzeroBitCount <= bytes.count else {
                    throw DeviceError(.failure, "an answer to reset that ends in the middle")
                }
                var next: UInt8?
                for place: UInt8 in 0..<4 where follows >> place & 1 != 0 {
                    if place == 3 {
                        next = bytes[end]
                    } else {
                        take(bytes[end], place, group, current)
                    }
                    end += 1
                }
                if group > 2, current == 1 { hasT1 = true }
                guard let next else { return }
                current = next & 0x0F
                if !protocols.contains(current) { protocols.append(current) }
                follows = next >> 4
                group += 1
            }
        }

        /// Takes TA, TB or TC (`place` 0, 1, 2) of a group; from the third on they are a protocol.
        private mutating func take(_ byte: UInt8, _ place: UInt8, _ group: Int, _ current: UInt8) {
            switch (place, group) {
            case (0, 1): speed = byte
            case (2, 1): guardTime = byte
            case (2, 2): waitingInteger = byte
            case (0, 3...) where current == 1 && !hasT1: blockLength = byte
            case (1, 3...) where current == 1 && !hasT1: waitingTime = byte
            case (2, 3...) where current == 1 && !hasT1: usesCRC = byte & 1 != 0
            default: break
            }
        }
    }
}
