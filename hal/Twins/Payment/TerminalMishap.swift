/// What befalls one payment at a terminal twin.
public enum TerminalMishap: String, Sendable, CaseIterable {
    /// The customer pays, and the till hears it.
    case nothing
    /// The bank says no.
    case declined
    /// The terminal does not begin: function not possible.
    case refused
    /// The customer pays; from then on the terminal is mute until it is asked anew.
    case approvalLost
    /// The till hears that the customer paid, and not that it is stored.
    case completionLost
    /// The bank takes its time: nothing happens until `release()`, then the customer pays.
    case late
    /// The customer waits until the till gives up, and pays all the same.
    case paidAfterCancel
    /// The customer waits until the till gives up, and does not pay.
    case cancelled
    /// Every message comes twice.
    case doubled
    /// The terminal asks for more time before it accepts.
    case moreTime
    /// Not a byte comes back, and nothing is done.
    case silent
    /// The power fails before the customer has paid; `switchOn()` brings it back.
    case powerCutBefore
    /// The power fails once the customer has paid.
    case powerCutAfter
    /// The till's answers are lost: the terminal reverses what the till may have heard approved.
    case deaf
    /// The first frame of the payment is not taken; on the network like `nothing`.
    case refusedOnce
    /// Three frames of the payment are not taken, and that is all; on the network like `nothing`.
    case refusedThrice
    /// Noise stands between frames; on the network like `nothing`.
    case garbage
    /// The approval comes with a wrong check sum at first; on the network like `nothing`.
    case torn

    /// How many frames of a payment the terminal does not take.
    var refusals: Int {
        switch self {
        case .refusedOnce: 1
        case .refusedThrice: 3
        default: 0
        }
    }
}
