import HAL

/// What a terminal still says of a command whose asker has gone: a till that lost its power in
/// mid-word, or gave up waiting.
///
/// It is answered, so that the terminal can come to its end, and not believed: the last result
/// tells it better.
struct ZVTEarlierDialogue: Sendable {
    let transport: any ZVTTransport
    let timers: ZVTTimers

    /// Waits for one word of it, and answers that; false when none came.
    ///
    /// A terminal that waits for an answer says its message again after T3; one that is busy with
    /// a customer says nothing.
    func isHeard(by deadline: Deadline) async -> Bool {
        do throws(DeviceError) {
            await answer(try await transport.receive(by: deadline))
            return true
        } catch {
            return false
        }
    }

    /// Answers whatever is on the line already.
    func end() async {
        // A deadline of now polls; the bound is for a terminal that never stops.
        for _ in 0..<64 {
            do throws(DeviceError) {
                await answer(try await transport.receive(by: .now))
            } catch {
                // Only when nothing more is on the line is a half message a lost one.
                guard error.kind != .timeout else { return transport.forget() }
            }
        }
    }

    private func answer(_ message: APDU) async {
        guard message.kind == 0x04 || message.kind == 0x06 else { return }
        try? await transport.send(ZVTDialogue.received, by: .now + timers.answer)
    }
}
