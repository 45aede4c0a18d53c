import HAL
import Synchronization
import Wire

/// What is believed to stand on a display's glass, so that only what differs from it is sent.
///
/// A display answers nothing, so the shadow is a belief, and there are two ways back when it is
/// wrong:
///
/// - After an error, when half a picture may have left, the next one begins with the initialisation
///   and is sent whole.
/// - A display that was unplugged and came back blank makes no error. So a picture is sent whole
///   when the last whole one is a minute old, even when it has not changed.
final class ShadowFrame<Picture: Sendable>: Sendable {
    private struct State {
        var wanted: Picture
        /// Nothing when nobody knows.
        var shown: Picture?
        var lastWhole: ContinuousClock.Instant?
    }

    private let channel: any ByteChannel
    private let healing: Duration
    private let bytes: @Sendable (_ shown: Picture?, _ wanted: Picture) -> [UInt8]
    private let state: Mutex<State>
    private let turn = Turn()

    /// A shadow of the glass behind `channel`, on which nobody knows what stands.
    ///
    /// `healing` is the longest that a display which has lost its picture stays wrong while
    /// pictures come. `bytes` turn what is shown into what is wanted, or whatever there may be when
    /// nothing is known.
    init(
        of channel: any ByteChannel,
        wanted: Picture,
        healing: Duration,
        bytes: @escaping @Sendable (_ shown: Picture?, _ wanted: Picture) -> [UInt8]
    ) {
        self.channel = channel
        self.healing = healing
        self.bytes = bytes
        state = Mutex(State(wanted: wanted))
    }

    /// Brings the glass to the wanted picture, changed so.
    func change(
        by deadline: Deadline,
        _ edit: (inout Picture) -> Void
    ) async throws(DeviceError) {
        try await turn.take(by: deadline)
        defer { turn.giveBack() }
        let (bytes, picture) = state.withLock { state in
            edit(&state.wanted)
            return (plan(&state, at: .now), state.wanted)
        }
        if !bytes.isEmpty { try await channel.write(bytes, by: deadline) }
        state.withLock { $0.shown = picture }
    }

    /// What to send now; until it has left, nobody knows what stands on the glass.
    private func plan(_ state: inout State, at now: ContinuousClock.Instant) -> [UInt8] {
        if let last = state.lastWhole, now - last >= healing { state.shown = nil }
        if state.shown == nil { state.lastWhole = now }
        let bytes = bytes(state.shown, state.wanted)
        state.shown = nil
        return bytes
    }
}
