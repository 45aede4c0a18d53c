/// How far a command has come that moves money, for an abort that overtakes it.
///
/// PA00P015 lets 06 B0 stop a command that the terminal has; one that comes before it stops
/// nothing, and the customer pays after all.
struct ZVTErrand {
    private enum Stage {
        /// Nothing is under way that could be stopped.
        case none
        /// On its way to the terminal.
        case sent
        /// On its way, and to be stopped as soon as the terminal has it.
        case unwanted
        /// The terminal has it.
        case accepted
    }

    private var stage = Stage.none
    private var aborts = 0

    /// A command that moves money sets out.
    mutating func begin() {
        stage = .sent
    }

    /// Somebody wants to stop it; says whether the terminal is to be told now.
    mutating func stop() -> Bool {
        switch stage {
        case .accepted:
            aborts += 1
            return true
        case .sent, .unwanted:
            stage = .unwanted
            return false
        case .none: return false
        }
    }

    /// The terminal has it; says whether the terminal is to be told that it is to stop.
    mutating func accept() -> Bool {
        switch stage {
        case .unwanted:
            stage = .accepted
            aborts += 1
            return true
        case .sent:
            stage = .accepted
            return false
        case .accepted, .none: return false
        }
    }

    /// It is over; says how often the terminal was told to stop, each of which it answers.
    mutating func end() -> Int {
        defer { self = ZVTErrand() }
        return aborts
    }
}
