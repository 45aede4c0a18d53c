import Synchronization
import Wire

/// A cash drawer on a printer's kick-out connector: a solenoid on pin 2, a switch on pin 3.
public final class DrawerTwin: Sendable {
    private struct State {
        var isOpen = false
        var isBlocked = false
        var openings = 0
    }

    /// Whether this drawer's switch lets pin 3 go high when the drawer is open.
    public let isOpenWhenHigh: Bool
    private let state = Mutex(State())
    let changed = Bell()

    /// A closed drawer, wired in one way or the other.
    public init(isOpenWhenHigh: Bool = false) {
        self.isOpenWhenHigh = isOpenWhenHigh
    }

    /// Whether the drawer stands open.
    public var isOpen: Bool { state.withLock { $0.isOpen } }

    /// How often it has sprung open.
    public var openings: Int { state.withLock { $0.openings } }

    /// The level that the printer reads on pin 3.
    public var isPin3High: Bool { isOpen == isOpenWhenHigh }

    /// The cashier pushes it shut.
    public func push() {
        state.withLock { $0.isOpen = false }
        changed.ring()
    }

    /// Something stands before the drawer, so that a pulse does not open it, or no longer does.
    public func setBlocked(_ isBlocked: Bool) {
        state.withLock { $0.isBlocked = isBlocked }
    }

    /// A pulse on pin 2.
    func pulse() {
        state.withLock { state in
            guard !state.isBlocked, !state.isOpen else { return }
            state.isOpen = true
            state.openings += 1
        }
        changed.ring()
    }
}
