/// How far a command has come that moves money, for an abort that overtakes it.
///
/// PA00P015 lets 06 B0 stop a command that the terminal has; one that comes before it stops
/// nothing, and the customer pays after all.
enum ZVTErrand {
    /// Nothing is under way that could be stopped.
    case none
    /// On its way to the terminal.
    case sent
    /// On its way, and to be stopped as soon as the terminal has it.
    case unwanted
    /// The terminal has it.
    case accepted

    /// Somebody wants to stop it; says whether the terminal is to be told now.
    mutating func stop() -> Bool {
        switch self {
        case .accepted: return true
        case .sent, .unwanted:
            self = .unwanted
            return false
        case .none: return false
        }
    }

    /// The terminal has it; says whether the terminal is to be told that it is to stop.
    mutating func accept() -> Bool {
        switch self {
        case .unwanted:
            self = .accepted
            return true
        case .sent:
            self = .accepted
            return false
        case .accepted, .none: return false
        }
    }
}
