public import HAL
import Synchronization

/// A graphic customer display that speaks Matrix Orbital's GLK protocol.
///
/// It answers nothing here, though a real one would say its type when asked. Switched off it
/// forgets its picture, and comes back blank. The manuals do not say what a picture's white dots do
/// to what lies under them, so there are twins of both opinions.
public final class GraphicDisplayTwin: ListeningTwin {
    private struct State {
        var parser = GraphicParser()
        var glass: GraphicGlass
        /// How often it had been switched off when this picture began.
        var timesOff = 0
    }

    public let faults = TwinFaults()
    private let dark: GraphicGlass
    private let state: Mutex<State>

    /// A blank display of `width` by `height` dots.
    public init(width: Int, height: Int, keepsUnderWhite: Bool = false) {
        dark = GraphicGlass(width: width, height: height, keepsUnderWhite: keepsUnderWhite)
        state = Mutex(State(glass: dark))
    }

    /// What the customer sees now, dot for dot; dark when off.
    public var picture: Bitmap { look { $0.picture } }

    /// How bright the light is: 0 to 255, and 255 as it is switched on.
    public var brightness: Int { look { $0.brightness } }

    public func receive(_ bytes: [UInt8]) {
        guard !faults.contains(.off) else { return }
        state.withLock { state in
            forgetIfOff(&state)
            for byte in bytes {
                if let event = state.parser.take(byte) { state.glass.obey(event) }
            }
        }
    }

    private func look<Seen: Sendable>(_ see: (GraphicGlass) -> Seen) -> Seen {
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
        state = State(glass: dark, timesOff: timesOff)
    }
}
