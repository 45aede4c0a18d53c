import HAL
import Synchronization
import Twins

/// What befalls a printer in the middle of a job.
enum Mishap: String, CaseIterable, Sendable {
    case powerCut
    case powerCutAndHeldBytes
    case cutCable
    case cutCableUnnoticed
    case paperOut
    case coverOpen
    case cutterJam

    /// What the twin is to do; nothing for a cable.
    func plan(at offset: Int, backlog: Int) -> PlannedFault? {
        switch self {
        case .powerCut: PlannedFault(.off, at: offset, backlog: backlog)
        case .powerCutAndHeldBytes:
            PlannedFault(.off, at: offset, backlog: backlog, holdsCable: true)
        case .cutCable, .cutCableUnnoticed: nil
        case .paperOut: PlannedFault(.paperOut, at: offset, backlog: backlog)
        case .coverOpen: PlannedFault(.coverOpen, at: offset, backlog: backlog)
        case .cutterJam: PlannedFault(.cutterJam, at: offset, backlog: backlog)
        }
    }
}

/// A clock that moves when somebody moves it.
final class HandClock: Sendable {
    private let time = Mutex(Deadline.now)

    var now: Deadline { time.withLock { $0 } }

    /// A minute goes by: as long as a person takes.
    func passMinute() {
        time.withLock { $0 += .seconds(60) }
    }
}
