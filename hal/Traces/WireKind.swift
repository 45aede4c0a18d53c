/// What travels on a wire: it decides what a trace of it may show.
///
/// The rule is the same for all: what is not certain to be harmless is masked. Where cards are read
/// little is certain, so a list says what may be shown; on the wires of other devices a list would
/// hide everything, and what looks like a card is masked instead.
public enum WireKind: String, Sendable, CaseIterable {
    /// Printers, displays, scanners, scales: everything but what may be a card's number or track.
    case text
    /// A stripe reader's text: the marks that begin, part and end a track.
    case stripe
    /// Input events of the kernel: times, Enter and Shift, but no key that writes.
    case keys
    /// CCID: headers, the commands' own headers, status words.
    case ccid
    /// ZVT in frames: kinds of message, and the fields in which no card can be.
    case zvtSerial = "zvt-serial"
    /// ZVT bare.
    case zvtNetwork = "zvt-network"
    /// Anything else of a card reader: how much came when, and no byte of it.
    case opaque

    /// What decides about the bytes of one direction.
    func judge(_ direction: WireDirection) -> any WireJudge {
        switch self {
        case .text: TextJudge()
        case .stripe: direction == .fromDevice ? StripeJudge() : TextJudge()
        case .keys: KeysJudge()
        case .ccid: CCIDJudge(direction)
        case .zvtSerial: ZVTFrameJudge(direction)
        case .zvtNetwork: ZVTStreamJudge(direction)
        case .opaque: OpaqueJudge()
        }
    }
}

/// Which way bytes go.
package enum WireDirection: Sendable {
    case toDevice
    case fromDevice
}
