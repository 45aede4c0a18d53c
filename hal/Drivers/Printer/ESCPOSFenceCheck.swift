public import HAL
import Synchronization
import Wire

extension ESCPOSPrinter {
    /// Whether the printer answers the fence by which its jobs are proven; nothing is printed.
    ///
    /// A profile that promises a fence which the model does not know leaves every receipt unproven,
    /// so a technician asks before the first one.
    ///
    /// - Throws: `busy` while a job is under way or in doubt; what the channel threw.
    public func answersFence(by deadline: Deadline) async throws(DeviceError) -> Bool {
        let ticket = PrintTicket(0)
        let fence = memory.withLock { $0.fence(ticket) }
        let bytes = proof.bytes(fence)
        let question = PrintAttempt(
            ticket,
            bytes: bytes,
            fences: [.init(ticket: fence, lines: 0, end: bytes.count)],
            restartTime: proof.restartTime,
            now: proof.now()
        )
        try await jobs.take(by: deadline)
        defer { jobs.giveBack() }
        let isFree = desk.look { inbox in
            guard inbox.attempt == nil else { return false }
            inbox.attempt = question
            return true
        }
        guard isFree else { throw DeviceError(.busy, "a job is under way") }
        defer { desk.look { $0.attempt = nil } }
        try await channel.write(bytes, by: deadline)
        do throws(DeviceError) {
            try await desk.wait(by: deadline) { $0.attempt?.isComplete == true ? () : nil }
            return true
        } catch {
            guard error.kind == .timeout else { throw error }
            return false
        }
    }
}
