package import HAL

/// What a CCID reader answers: the messages on bulk-IN (CCID 1.1, 6.2).
///
///     type  length  slot  sequence  status  error  one byte of the message's own  data
///     └ 80 DataBlock, 81 SlotStatus, 82 Parameters, 83 Escape, 84 DataRateAndClockFrequency
///
/// Status: bits 0 and 1 say what is in the slot, bits 6 and 7 how the command fared.
package struct CCIDAnswer: ~Copyable, Sendable {
    /// How the command fared.
    package enum Outcome: Equatable, Sendable {
        case done
        /// It failed; the code says why, see `CCIDFault`.
        case failed(UInt8)
        /// The card is still at it: wait on, this many times as long as for a usual answer.
        case timeExtension(UInt8)
    }

    /// The header before the data.
    package static let headerLength = 10

    package let type: UInt8
    package let slot: UInt8
    package let sequence: UInt8
    package let card: SlotStatus
    package let outcome: Outcome
    /// Chaining (80), clock (81) or protocol number (82).
    package let own: UInt8
    package let data: SensitiveBytes

    /// Takes a message apart.
    ///
    /// - Throws: `failure` when it is none that a reader sends, or is not as long as it says.
    package init(_ message: Span<UInt8>) throws(DeviceError) {
        guard message.count >= Self.headerLength, (0x80...0x84).contains(message[0]) else {
            throw DeviceError(
                .failure,
                "\(message.count) bytes that are no answer of a CCID reader"
            )
        }
        guard Self.length(in: message) == message.count - Self.headerLength else {
            throw DeviceError(.failure, "a CCID answer that is not as long as it says")
        }
        let cards: [SlotStatus] = [.active, .inactive, .absent]
        let outcomes: [Outcome] = [.done, .failed(message[8]), .timeExtension(message[8])]
        let card = Int(message[7] & 0b11)
        let outcome = Int(message[7] >> 6)
        guard card < cards.count, outcome < outcomes.count else {
            throw DeviceError(.failure, "a CCID answer with status \(Hex.text([message[7]]))")
        }
        self.card = cards[card]
        self.outcome = outcomes[outcome]
        type = message[0]
        slot = message[5]
        sequence = message[6]
        own = message[9]
        data = SensitiveBytes(copying: message.extracting(droppingFirst: Self.headerLength))
    }

    /// dwLength of a message whose header is there.
    package static func length(in message: Span<UInt8>) -> Int {
        (1...4).reversed().reduce(0) { $0 << 8 | Int(message[$1]) }
    }
}
