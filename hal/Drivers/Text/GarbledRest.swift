import HAL

extension ByteChannel {
    /// Takes away what still comes of a message of which something was lost.
    ///
    /// A device sends a message without a pause, so that the first pause ends it. Without this the
    /// end of a code would be read as a shorter code.
    ///
    /// - Returns: Whether the pause came; false when the deadline, the caller or noise without an
    ///   end came first, so that more of the message may follow.
    func dropGarbledRest(
        pause: Duration = .milliseconds(100),
        by deadline: Deadline
    ) async -> Bool {
        for _ in 0..<64 {
            let end: Deadline = .now + pause
            do throws(DeviceError) {
                var rest = try await read(upTo: 256, by: min(end, deadline))
                rest.eraseAll()
            } catch {
                switch error.kind {
                case .timeout: return end <= deadline && !Task.isCancelled
                case .noHardware: return true
                case .busy, .offline, .failure: continue
                }
            }
        }
        return false
    }
}
