import HAL
import Synchronization

/// What a terminal still says of a command whose asker has gone: a till that lost its power in
/// mid-word, gave up waiting, or missed one message on a bad line.
///
/// ZVT's messages do not say which command they answer. An answer that comes late is taken for the
/// next command's, that one's for the one after it, and a till then asks what the terminal did last
/// and hears of the customer before. So nothing that matters is sent before the line has been
/// silent for as long as a terminal may take to answer, or to say its message again. What comes
/// meanwhile is answered, so that the terminal can come to its end, and not believed.
final class ZVTEarlierDialogue: Sendable {
    private let transport: any ZVTTransport
    private let timers: ZVTTimers
    /// When the line will have been silent long enough; nothing when no command was left.
    private let silentAt: Mutex<Deadline?>

    /// The line in a new life of the till, which does not know what the last one asked.
    init(transport: any ZVTTransport, timers: ZVTTimers) {
        self.transport = transport
        self.timers = timers
        silentAt = Mutex(.now + Self.silence(timers))
    }

    /// T3, and a little for a message that begins at its end.
    private static func silence(_ timers: ZVTTimers) -> Duration { timers.answer * 21 / 20 }

    /// Whether no command is left of which anything could come.
    var isOver: Bool { silentAt.withLock { $0 == nil } }

    /// Says that a command was left before the terminal had come to its end.
    func isLeft() {
        silentAt.withLock { $0 = .now + Self.silence(timers) }
    }

    /// Returns when nothing of an earlier command can come any more.
    ///
    /// A terminal that speaks on, or a deadline before the silence has lasted, is `timeout`; the
    /// next call goes on where this one stopped.
    func end(by deadline: Deadline) async throws(DeviceError) {
        while let silence = silentAt.withLock({ $0 }) {
            guard try await isHeard(by: min(silence, deadline)) else {
                guard silence <= deadline else {
                    let detail = "the line was not silent for \(timers.answer) after a command"
                    throw DeviceError(.timeout, detail, mayHaveRun: false)
                }
                // Half a message that no more comes of is a lost one.
                transport.forget()
                silentAt.withLock { $0 = nil }
                return
            }
            isLeft()
        }
    }

    /// Answers what is on the line already: enough for a command whose answer tells nothing.
    func endWhatIsHere() async throws(DeviceError) {
        guard silentAt.withLock({ $0 != nil }) else { return }
        // The bound is for a terminal that never stops.
        for _ in 0..<64 {
            guard try await isHeard(by: .now) else { return }
            isLeft()
        }
    }

    /// Waits for one word, and answers it; false when none came.
    private func isHeard(by deadline: Deadline) async throws(DeviceError) -> Bool {
        do throws(DeviceError) {
            await answer(try await transport.receive(by: deadline))
            return true
        } catch {
            guard error.kind == .timeout else {
                throw DeviceError(error.kind, error.detail, mayHaveRun: false)
            }
            return false
        }
    }

    private func answer(_ message: APDU) async {
        guard message.kind == 0x04 || message.kind == 0x06 else { return }
        try? await transport.send(ZVTDialogue.received, by: .now + timers.answer)
    }
}
