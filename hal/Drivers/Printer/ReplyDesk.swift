import HAL
import Synchronization
import Wire

/// Hands each answer of a printer to the caller who waits for that class of answer.
///
/// Several callers may wait at once: a `print` for its proof, a `status` beside it. One of them
/// reads the channel for all, by its own deadline; when it leaves, the bell rings and the next one
/// reads on. So there is no reader task to start, to stop or to forget.
final class ReplyDesk: Sendable {
    /// What has come and nobody has taken yet.
    struct Inbox {
        /// `DLE EOT` answers and broken bytes, in order: whoever asked must see both.
        var statuses: [ESCPOSAnswer] = []
        var blocks: [[UInt8]] = []
        /// Jobs sent and whether they are proven, the latest last.
        ///
        /// Answers that name any other job are stale and dropped.
        var jobs: [(ticket: PrintTicket, isProven: Bool)] = []

        mutating func deliver(_ answer: ESCPOSAnswer) {
            switch answer {
            case .status, .broken:
                statuses.append(answer)
                if statuses.count > 64 { statuses.removeFirst() }
            case .block(_, let text):
                blocks.append(text)
                if blocks.count > 8 { blocks.removeFirst() }
            case .printed(let ticket):
                guard let job = jobs.lastIndex(where: { $0.ticket == ticket }) else { return }
                jobs[job].isProven = true
            case .automaticStatus, .transmitted:
                // Never asked for by this driver.
                return
            }
        }
    }

    private struct State {
        var answers = ESCPOSAnswers()
        var inbox = Inbox()
        var isBeingRead = false
    }

    private let channel: any ByteChannel
    private let state = Mutex(State())
    private let changed = Bell()

    init(channel: any ByteChannel) {
        self.channel = channel
    }

    /// Looks into the inbox, or changes it, without waiting.
    func look<Result: Sendable>(_ body: (inout Inbox) -> Result) -> Result {
        state.withLock { body(&$0.inbox) }
    }

    /// Waits until `take` finds what it looks for in the inbox.
    func wait<Answer: Sendable>(
        by deadline: Deadline,
        for take: (inout Inbox) -> Answer?
    ) async throws(DeviceError) -> Answer {
        while true {
            let count = changed.count
            let (answer, leads) = state.withLock { state -> (Answer?, Bool) in
                if let answer = take(&state.inbox) { return (answer, false) }
                defer { state.isBeingRead = true }
                return (nil, !state.isBeingRead)
            }
            if let answer { return answer }
            if leads {
                try await readOnce(by: deadline)
            } else if await !changed.isHeard(after: count, by: deadline) {
                throw DeviceError(.timeout, "no answer by the deadline")
            }
        }
    }

    /// Takes whatever has come for questions that nobody waits on any more, and drops it.
    ///
    /// A printer that answers after the caller's deadline would else answer the next question with
    /// the state before. Proofs are kept: they name their job and cannot be mistaken.
    func dropStale() async {
        let leads = state.withLock { state in
            defer { state.isBeingRead = true }
            return !state.isBeingRead
        }
        // A deadline of now polls: it takes what is there and never waits.
        if leads { while (try? await readOnce(by: .now, keepsReading: true)) != nil {} }
        state.withLock { state in
            if leads { state.isBeingRead = false }
            state.inbox.statuses = []
            state.inbox.blocks = []
        }
        changed.ring()
    }

    private func readOnce(
        by deadline: Deadline,
        keepsReading: Bool = false
    ) async throws(DeviceError) {
        let bytes: [UInt8]
        do {
            bytes = try await channel.read(upTo: 256, by: deadline)
        } catch {
            state.withLock { $0.isBeingRead = keepsReading }
            changed.ring()
            throw error
        }
        state.withLock { state in
            for byte in bytes {
                if let answer = state.answers.take(byte) { state.inbox.deliver(answer) }
            }
            state.isBeingRead = keepsReading
        }
        changed.ring()
    }
}
