import Synchronization

/// A two-line customer display, in the dialect that its DIP switch is set to.
///
/// It answers nothing. Switched off it forgets its picture, and comes back blank.
public final class DisplayTwin: ListeningTwin {
    /// The command sets that the twin knows.
    public enum Dialect: String, Codable, Sendable, CaseIterable {
        case cd5220
        case epson
        case aedex
        case utc
        case utcEnhanced
        case adm
    }

    private struct State {
        var parser: DisplayParser
        var glass: DisplayGlass
        /// How often it had been switched off when this picture began.
        var timesOff = 0
        var pictures = 0
        var followers: [UInt64: AsyncStream<[String]>.Continuation] = [:]
        var lastFollower: UInt64 = 0
    }

    public let faults = TwinFaults()
    private let grammar: DisplayGrammar
    private let dark: DisplayGlass
    private let state: Mutex<State>

    /// A blank display.
    public init(dialect: Dialect, columns: Int = 20, rows: Int = 2) {
        grammar = .grammar(of: dialect, columns: columns)
        dark = DisplayGlass(columns: columns, rows: rows)
        state = Mutex(State(parser: DisplayParser(grammar: grammar), glass: dark))
    }

    /// What the customer reads now, one string a row, filled with spaces; dark when off.
    ///
    /// A text that scrolls is at its start.
    public var lines: [String] { look { $0.lines } }

    /// The text that runs through the upper row; nothing when it stands still.
    public var scrolling: String? {
        look { glass in
            guard let text = glass.scroll else { return nil }
            var wide = DisplayGlass(columns: text.count + 1, rows: 1)
            for byte in text { wide.show(byte) }
            return String(wide.lines[0].dropLast())
        }
    }

    /// How bright the glass is: 1 to 4, and 4 as it is switched on.
    public var brightness: Int { look { $0.brightness } }

    /// How fast the picture blinks, in steps of 50 ms; 0 for a steady one.
    public var blink: Int { look { $0.blink } }

    /// How many times bytes have come.
    public var pictures: Int { state.withLock { $0.pictures } }

    /// Every picture from now on; a reader that falls 64 behind loses the oldest.
    public func updates() -> AsyncStream<[String]> {
        AsyncStream(bufferingPolicy: .bufferingNewest(64)) { continuation in
            let id = state.withLock { state in
                state.lastFollower += 1
                state.followers[state.lastFollower] = continuation
                return state.lastFollower
            }
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.followers.removeValue(forKey: id) }
            }
        }
    }

    public func receive(_ bytes: [UInt8]) {
        guard !faults.contains(.off) else { return }
        state.withLock { state in
            forgetIfOff(&state)
            for byte in bytes { take(byte, &state) }
            state.pictures += 1
            guard !state.followers.isEmpty else { return }
            let lines = state.glass.lines
            for follower in state.followers.values { follower.yield(lines) }
        }
    }

    private func take(_ byte: UInt8, _ state: inout State) {
        switch state.parser.take(byte) {
        case nil: return
        case .text(let byte): state.glass.show(byte)
        case .command(let command, let operand): state.glass.obey(command, operand, grammar)
        }
    }

    private func look<Seen>(_ see: (DisplayGlass) -> Seen) -> Seen {
        if faults.contains(.off) { return see(dark) }
        return state.withLock { state in
            forgetIfOff(&state)
            return see(state.glass)
        }
    }

    /// A display that has been switched off since has forgotten its picture and its place.
    private func forgetIfOff(_ state: inout State) {
        let timesOff = faults.count(of: .off)
        guard timesOff != state.timesOff else { return }
        state.timesOff = timesOff
        state.glass = dark
        state.parser = DisplayParser(grammar: grammar)
    }
}
