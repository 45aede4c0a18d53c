public import HAL
import Synchronization
import Wire

/// One end of a serial cable, as its UART sees it: the lines it drives, what it has counted.
///
/// Joined to another end as a null-modem cable does it: RTS to CTS, DTR to DSR and DCD. Joined to
/// itself it is a port with a loopback plug.
public final class SerialEnd: Sendable {
    private struct State {
        var settings: SerialSettings
        var outputs: Set<ModemOutput> = []
        var counts = LineCounts()
        var isRinging = false
        var inputs: @Sendable () -> ModemInputs = { [] }
        var onBreak: @Sendable () -> Void = {}
    }

    private let state: Mutex<State>
    /// Rings when a line of the other end moves.
    let moved = Bell()

    /// An end that is joined to nothing.
    public init(_ settings: SerialSettings = SerialSettings(baud: 115_200)) {
        state = Mutex(State(settings: settings))
    }

    /// How the port is set; what it drives follows.
    public var settings: SerialSettings {
        get { state.withLock { $0.settings } }
        set { state.withLock { $0.settings = newValue } }
    }

    /// What the other end drives; a cable of three wires has none of it.
    public var inputs: ModemInputs {
        let (inputs, isRinging) = state.withLock { ($0.inputs, $0.isRinging) }
        return isRinging ? inputs().union(.ri) : inputs()
    }

    /// What this end drives.
    public var outputs: Set<ModemOutput> { state.withLock { $0.outputs } }

    /// What the receiver has counted.
    public var counts: LineCounts { state.withLock { $0.counts } }

    /// Whether somebody calls.
    public var isRinging: Bool {
        get { state.withLock { $0.isRinging } }
        set { state.withLock { $0.isRinging = newValue } }
    }

    /// Drives one line.
    public func drive(_ output: ModemOutput, to isOn: Bool) {
        state.withLock { state in
            if isOn { state.outputs.insert(output) } else { state.outputs.remove(output) }
        }
        moved.ring()
    }

    /// Holds the line at 0, which the other end counts as a break.
    public func startBreak() {
        state.withLock { $0.onBreak }()
    }

    /// Adds to what the receiver has counted.
    public func count(_ more: LineCounts) {
        state.withLock { state in
            state.counts.framing += more.framing
            state.counts.parity += more.parity
            state.counts.overrun += more.overrun
            state.counts.breaks += more.breaks
        }
    }

    /// Joins two ends, or one to itself.
    static func join(_ near: SerialEnd, _ far: SerialEnd, withHandshake: Bool) {
        near.listen(to: far, withHandshake: withHandshake)
        far.listen(to: near, withHandshake: withHandshake)
    }

    private func listen(to other: SerialEnd, withHandshake: Bool) {
        state.withLock { state in
            state.onBreak = { [weak other] in other?.count(LineCounts(breaks: 1)) }
            guard withHandshake else { return }
            state.inputs = { [weak other] in
                let outputs = other?.outputs ?? []
                let clear: ModemInputs = outputs.contains(.rts) ? .cts : []
                let ready: ModemInputs = outputs.contains(.dtr) ? [.dsr, .dcd] : []
                return clear.union(ready)
            }
        }
    }
}
