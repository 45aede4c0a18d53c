import HAL
import Synchronization
import Wire

/// Something wrong with a twin, set and cleared while it runs.
public enum TwinFault: String, Codable, Sendable, CaseIterable {
    /// The roll has ended: a printer stops, holds its bytes and goes on once there is paper.
    case paperOut
    /// The near-end sensor sees the core: printing goes on.
    case paperLow
    /// The cover stands open: a printer stops as for paper.
    case coverOpen
    /// The knife is stuck: the next cut fails, and a printer then waits for DLE ENQ as well.
    case cutterJam
    /// It works at some 2,000 bytes a second, and an input device leaves 5 ms between bytes.
    case slow
    /// Every answer comes in pieces with pauses between them.
    case splitAnswers
    /// Every answer comes some milliseconds late.
    case lateAnswers
    /// Every answer comes twice.
    case doubledAnswers
    /// XOFF and XON stand in the middle of answers, as flow control puts them there.
    case flowControl
    /// Switched off: bytes are swallowed, nothing is answered, what was held is forgotten.
    case off
}

/// What is wrong with one twin right now.
public final class TwinFaults: Sendable {
    private let current = Mutex<Set<TwinFault>>([])
    private let counts = Mutex<[TwinFault: Int]>([:])
    let changed = Bell()

    /// Nothing wrong.
    public init() {}

    /// Every fault that is set.
    public var all: Set<TwinFault> {
        current.withLock { $0 }
    }

    /// Whether `fault` is set.
    public func contains(_ fault: TwinFault) -> Bool {
        current.withLock { $0.contains(fault) }
    }

    /// How often `fault` has been set when it was not: a short one leaves its trace here.
    public func count(of fault: TwinFault) -> Int {
        counts.withLock { $0[fault, default: 0] }
    }

    /// Sets `fault`.
    public func set(_ fault: TwinFault) {
        let isNew = current.withLock { $0.insert(fault).inserted }
        if isNew { counts.withLock { $0[fault, default: 0] += 1 } }
        changed.ring()
    }

    /// Clears `fault`.
    public func clear(_ fault: TwinFault) {
        current.withLock { _ = $0.remove(fault) }
        changed.ring()
    }
}
