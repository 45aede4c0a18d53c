package import HAL

/// How a command gets to the card and its response back: what the host sends, message by message.
///
/// It decides, and the driver carries: what a step says goes out in an XfrBlock, and what comes in
/// the DataBlock that answers it is handed back. Which exchange a card needs follows from its
/// reader's level (CCID 1.1, 5.1: `dwFeatures`) and from the protocol that the card offers first.
///
///                       reader of APDUs      reader of TPDUs      reader of characters
///     T=0, T=1 card     ChainExchange        T0Exchange           T0Exchange (T=0 only)
///                                            T1Exchange
package protocol CardExchange: Sendable {
    /// Begins a command; what an earlier one left undone is forgotten.
    mutating func begin(_ command: CommandAPDU) -> CardStep

    /// Takes what the reader brought, with its `bChainParameter`, and adds to `response` what
    /// belongs there; the status word comes last.
    mutating func handle(
        _ answer: Span<UInt8>,
        chain: UInt8,
        into response: inout SensitiveBytes
    ) -> CardStep
}

/// What an exchange wants done next.
package enum CardStep: Equatable, Sendable {
    /// Send this in an XfrBlock with this `wLevelParameter`.
    case send([UInt8], level: UInt16)
    /// The response is whole.
    case done
    /// The command cannot go this way, and nothing of it has left.
    case refuse(String)
    /// The card or its reader has broken the protocol; the card has to be woken anew.
    case fail(String)
}
