import HAL
import Synchronization

/// How a job comes to paper: sent, followed, and where it is in doubt settled and continued.
///
///     begin ──▶ follow ──▶ done
///                │ ▲ no answer for a while, or one that proves nothing
///                ▼ │
///              settle ──▶ mark ──▶ go on ──▶ follow
///
/// To settle is to send what ends any command that was cut short, then `ESC @`, `GS a` and a fence.
/// When that fence is answered nothing of what was sent before can come out any more, and so the
/// first line that is not proven can be sent again without meeting its own late twin on the paper.
/// The mark is proven itself before those lines follow: a printer that lost it with its power might
/// print them without.
extension ESCPOSPrinter {
    private enum Step {
        case done(PrintEvidence)
        case begin
        /// After so many signs of the printer.
        case follow(Int)
        case settle(Int)
        case mark
        case goOn
    }

    /// Goes on with `request` from wherever it is, until it is done or `deadline`.
    func bring(
        _ request: PrintRequest,
        by deadline: Deadline,
        progress: (PrintEvidence) -> Void
    ) async throws(DeviceError) -> PrintEvidence {
        var job = try recall(request)
        var told = job.evidence(of: request.document)
        func tell() {
            let evidence = job.evidence(of: request.document)
            memory.withLock { [job] in $0.keep(job) }
            if evidence != told { progress(evidence) }
            told = evidence
        }
        do throws(DeviceError) {
            while true {
                let step = next(&job, request)
                tell()
                switch step {
                case .done(let evidence): return evidence
                case .begin:
                    try await requireReady(by: deadline)
                    let attempt = try attempt(job.ticket, request.document, after: 0)
                    // From here on bytes may have left.
                    job.hasBegun = true
                    tell()
                    try await send(attempt, by: deadline)
                case .follow(let signs): try await follow(after: signs, by: deadline)
                case .settle(let signs): try await settle(after: signs, by: deadline)
                case .mark:
                    let mark = PrintDocument([PrintMark.continued])
                    let attempt = try attempt(
                        job.ticket,
                        mark,
                        after: job.provenLines,
                        isMark: true
                    )
                    try await send(attempt, by: deadline)
                case .goOn:
                    job.hasMark = false
                    tell()
                    let rest = request.rest(after: job.provenLines)
                    let attempt = try attempt(job.ticket, rest, after: job.provenLines)
                    try await send(attempt, by: deadline)
                }
            }
        } catch {
            _ = next(&job, request)
            tell()
            let detail = "job \(request.ticket.number): \(error.detail)"
            throw DeviceError(error.kind, detail, mayHaveRun: job.hasBegun)
        }
    }

    /// The job of `request`; what an earlier run of the till sent of it is taken to be in doubt.
    private func recall(
        _ request: PrintRequest
    ) throws(DeviceError) -> PrintMemory.Job {
        if let job = memory.withLock({ $0.job(request.ticket) }) { return job }
        var job = PrintMemory.Job(request)
        let isInDoubt = job.hasBegun && job.provenLines < request.document.visibleLines
        if isInDoubt, !request.documentClass.mayBeDoubled { job.isGivenUp = true }
        if job.hasBegun {
            // With its fences: a command of theirs may be the one that was cut short.
            var lost = PrintAttempt(
                request.ticket,
                bytes: try attempt(request.ticket, request.document, after: 0).bytes,
                fences: [],
                restartTime: .zero,
                now: proof.now()
            )
            lost.doubt()
            desk.look { [lost] inbox in inbox.attempt = inbox.attempt ?? lost }
        }
        return job
    }

    /// What to do next, after what the printer has answered so far.
    private func next(_ job: inout PrintMemory.Job, _ request: PrintRequest) -> Step {
        let attempt = desk.look { inbox in
            defer {
                if let attempt = inbox.attempt, attempt.isOver {
                    inbox.strays = attempt.strayBarriers
                    inbox.attempt = nil
                }
            }
            return inbox.attempt
        }
        let isOurs = attempt?.ticket.number == job.ticket.number
        if isOurs, let lines = attempt?.provenLines {
            job.provenLines = max(job.provenLines, lines)
        }
        if isOurs, let attempt, attempt.isMark { job.hasMark = attempt.isComplete }
        let count = request.document.nodes.count
        if job.isGivenUp || job.hasBegun && job.provenLines >= count {
            return .done(job.evidence(of: request.document))
        }
        if let attempt, !attempt.isOver {
            let signs = attempt.signs
            return isOurs && !attempt.needsSettling ? .follow(signs) : .settle(signs)
        }
        guard job.hasBegun else { return .begin }
        guard job.provenLines < request.document.visibleLines else { return .goOn }
        guard request.documentClass.mayBeDoubled else {
            job.isGivenUp = true
            return .done(job.evidence(of: request.document))
        }
        return job.hasMark ? .goOn : .mark
    }

    /// Writes what is left of a job, or the mark over it, in one piece.
    private func send(
        _ attempt: PrintAttempt,
        by deadline: Deadline
    ) async throws(DeviceError) {
        // Noted before it leaves, so that a quick proof finds it.
        desk.look { inbox in
            inbox.attempt = attempt
            inbox.attempt?.strays = inbox.strays
        }
        try await write(attempt.bytes, by: deadline)
    }

    /// Writes; an error leaves an unknown part on the way, so that nothing behind it proves a line.
    private func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        do {
            try await channel.write(bytes, by: deadline)
        } catch {
            desk.look { $0.attempt?.doubt() }
            throw error
        }
    }

    /// Waits for the next answer, and says when there was none for long.
    private func follow(after signs: Int, by deadline: Deadline) async throws(DeviceError) {
        if await isSigned(after: signs, by: deadline) { return }
        guard .now < deadline else { throw silence() }
        desk.look { $0.attempt?.growLate() }
    }

    /// Puts a fence behind everything once the printer runs, and waits for its answer.
    private func settle(after signs: Int, by deadline: Deadline) async throws(DeviceError) {
        guard .now < deadline else { throw silence() }
        do throws(DeviceError) {
            try await requireReady(by: min(deadline, .now + proof.patience))
        } catch {
            guard error.kind != .noHardware else { throw error }
            // Stopped, it holds the lines, and they come out when a person has helped.
            let isSigned = await isSigned(after: signs, by: deadline)
            guard isSigned || .now < deadline else { throw error }
            return
        }
        let (bytes, before) = barrier()
        try await write(bytes, by: deadline)
        _ = await isSigned(after: before, by: deadline)
    }

    /// What ends the attempt under way, noted before it leaves, and the signs until then.
    private func barrier() -> (bytes: [UInt8], signs: Int) {
        desk.look { inbox in
            guard let attempt = inbox.attempt else { return ([], 0) }
            let ticket = memory.withLock { $0.fence(attempt.ticket) }
            let bytes =
                [UInt8](repeating: 0, count: attempt.owedBytes) + [0x1B, 0x40]
                + ESCPOSProof.armReports + proof.barrier(ticket)
            inbox.attempt?.add(barrier: ticket, bytes)
            return (bytes, attempt.signs)
        }
    }

    /// Whether the attempt under way gets another sign of the printer within the patience.
    private func isSigned(after signs: Int, by deadline: Deadline) async -> Bool {
        let end = min(deadline, .now + proof.patience)
        return (try? await desk.wait(by: end) { $0.attempt?.signs == signs ? nil : () }) != nil
    }

    private func silence() -> DeviceError {
        let report = desk.look { $0.report?.summary }
        guard let report, !report.canPrint else {
            return DeviceError(.timeout, "the printer has not proven it by the deadline")
        }
        return DeviceError(.offline, "stopped: \(report.rawValue)")
    }
}
