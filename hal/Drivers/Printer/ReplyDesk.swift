import HAL
import Synchronization
import Wire

/// Hands each answer of a printer to whoever waits for that class of answer.
///
/// One task reads the return channel for the printer's whole life; it sleeps in the kernel while
/// the printer says nothing. Askers look into the inbox and wait for the bell. A reader that finds
/// the hardware gone ends, tells all who wait, and is started again by the next asker, so a port
/// that is unplugged costs nothing until somebody wants it.
final class ReplyDesk: Sendable {
    /// What has come and nobody has taken yet.
    struct Inbox {
        /// `DLE EOT` answers and broken bytes, in order: whoever asked must see both.
        var statuses: [ESCPOSAnswer] = []
        var blocks: [[UInt8]] = []
        /// The sending that is under way or in doubt; nothing when the wire is clean.
        var attempt: PrintAttempt?
        /// How many answers to barriers without names may still come when no attempt waits.
        var strays = 0
        /// What the printer last reported by itself.
        var report: ESCPOSStatus?
        /// How many reports have come.
        var reportCount = 0
        fileprivate(set) var listeners: [UInt64: AsyncStream<PrinterStatus>.Continuation] = [:]
        fileprivate var lastListener: UInt64 = 0
    }

    private struct State {
        var answers = ESCPOSAnswers()
        var inbox = Inbox()
        var reader: Task<Void, Never>?
        /// Why the reader ended.
        var failure: DeviceError?
        var isOwedAnAnswer = false
    }

    /// How many errors in a row end the reader; a channel may throw once and work again.
    private static let patience = 3

    private let channel: any ByteChannel
    private let proof: ESCPOSProof
    private let state = Mutex(State())
    private let changed = Bell()

    init(channel: any ByteChannel, proof: ESCPOSProof) {
        self.channel = channel
        self.proof = proof
    }

    /// Ends the reader for good, with the printer that owns the desk.
    func close() {
        let inbox = state.withLock { state in
            state.reader?.cancel()
            return state.inbox
        }
        for listener in inbox.listeners.values { listener.finish() }
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
        startReading()
        while true {
            let count = changed.count
            let (answer, failure) = state.withLock { state in
                (take(&state.inbox), state.failure)
            }
            if let answer { return answer }
            if let failure { throw failure }
            guard await changed.isHeard(after: count, by: deadline) else {
                throw DeviceError(.timeout, "no answer by the deadline")
            }
        }
    }

    /// Drops the answers to questions that nobody waits on any more.
    ///
    /// A printer that answers after the caller's deadline would else answer the next question with
    /// the state before. Fences are kept: they have names. When an answer is outstanding, the
    /// reader stands aside for a moment, so that what has come to the port is dropped as well.
    func dropStale() async {
        startReading()
        let late = state.withLock { state in
            defer { state.isOwedAnAnswer = false }
            return state.isOwedAnAnswer ? state.reader : nil
        }
        if let late {
            late.cancel()
            await late.value
            // A deadline of now polls: it takes what is there and never waits.
            do throws(DeviceError) {
                while true { take(try await channel.read(upTo: 256, by: .now)) }
            } catch {
                if error.kind != .timeout { loseAnswer() }
            }
            state.withLock { state in
                state.failure = nil
                state.reader = Task.detached { await self.read() }
            }
        }
        look { inbox in
            inbox.statuses = []
            inbox.blocks = []
        }
    }

    /// Notes that a question was given up, whose answer may still come.
    func giveUpQuestion() {
        state.withLock { $0.isOwedAnAnswer = true }
    }

    /// Reports from now on, for one listener.
    func reports() -> AsyncStream<PrinterStatus> {
        startReading()
        return AsyncStream(bufferingPolicy: .bufferingNewest(16)) { continuation in
            let id = look { inbox in
                inbox.lastListener += 1
                inbox.listeners[inbox.lastListener] = continuation
                return inbox.lastListener
            }
            continuation.onTermination = { [weak self] _ in
                self?.look { _ = $0.listeners.removeValue(forKey: id) }
            }
        }
    }

    // MARK: The reader

    /// Starts the reader unless it runs.
    func startReading() {
        state.withLock { state in
            guard state.reader == nil else { return }
            state.failure = nil
            state.reader = Task.detached { await self.read() }
        }
    }

    private func read() async {
        var errors = 0
        while !Task.isCancelled {
            do throws(DeviceError) {
                let bytes = try await channel.read(upTo: 256, by: .now + .seconds(365 * 86_400))
                errors = 0
                take(bytes)
            } catch {
                // Who stands aside has lost nothing: the next reader gets the rest of an answer.
                if error.kind == .timeout, Task.isCancelled { return }
                errors += 1
                loseAnswer()
                if error.kind == .noHardware || errors == Self.patience { return end(error) }
            }
        }
    }

    /// Something of an answer may be lost: what has come of it is none, and what is left of it
    /// could pass for a fence that has no name.
    private func loseAnswer() {
        state.withLock { state in
            state.answers = ESCPOSAnswers()
            if proof.fence == .paperStatus { state.inbox.attempt?.doubt() }
        }
        changed.ring()
    }

    private func end(_ error: DeviceError) {
        state.withLock { state in
            state.reader = nil
            state.failure = error
        }
        changed.ring()
    }

    private func take(_ bytes: [UInt8]) {
        let now = proof.now()
        state.withLock { state in
            for byte in bytes {
                if let answer = state.answers.take(byte) {
                    state.inbox.deliver(answer, at: now, namesFences: proof.fence == .processID)
                }
            }
        }
        changed.ring()
    }
}

extension ReplyDesk.Inbox {
    fileprivate mutating func deliver(
        _ answer: ESCPOSAnswer,
        at now: Deadline,
        namesFences: Bool
    ) {
        switch answer {
        case .status, .broken:
            statuses.append(answer)
            if statuses.count > 64 { statuses.removeFirst() }
        case .powerOn:
            attempt?.doubt()
        case .block(_, let text):
            if !namesFences, takeBarrier() { return }
            blocks.append(text)
            if blocks.count > 8 { blocks.removeFirst() }
        case .printed(let ticket):
            attempt?.take(ticket, at: now)
        case .transmitted:
            if !namesFences { attempt?.takeNext(at: now) }
        case .automaticStatus(let bytes):
            attempt?.takeReport(at: now)
            report(ESCPOSStatus(report: bytes))
        }
    }

    /// Takes an answer for that to a barrier; false when none is under way.
    private mutating func takeBarrier() -> Bool {
        if attempt != nil { return attempt?.takeBarrier() == true }
        guard strays > 0 else { return false }
        strays -= 1
        return true
    }

    private mutating func report(_ status: ESCPOSStatus) {
        reportCount += 1
        defer { report = status }
        guard report?.summary != status.summary else { return }
        for listener in listeners.values { listener.yield(status.summary) }
    }
}
