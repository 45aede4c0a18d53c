import HAL
import Synchronization

/// Where the fences of a job stand.
extension ESCPOSPrinter {
    /// The bytes of `document`, of which `proven` lines of the job go before, and their fences.
    ///
    /// The first fence stands before any line: its answer says that reports of status are on. The
    /// others stand every so many lines, behind the last line that leaves ink, and at the end,
    /// where they say that the knife has been through. A mark is no line of the job.
    func attempt(
        _ ticket: PrintTicket,
        _ document: PrintDocument,
        after proven: Int,
        isMark: Bool = false
    ) throws(DeviceError) -> PrintAttempt {
        let count = document.nodes.count
        let visible = document.visibleLines
        var fences: [PrintAttempt.Fence] = []
        var fenced = 0
        func fence(_ done: Int, _ offset: Int) -> [UInt8] {
            let ticket = memory.withLock { $0.fence(ticket) }
            let bytes = (done == 0 ? ESCPOSProof.armReports : []) + proof.bytes(ticket)
            let lines = proven + (isMark ? 0 : done)
            fences.append(.init(ticket: ticket, lines: lines, end: offset + bytes.count))
            fenced = done
            return bytes
        }
        let job = try encoder.job(document) { done, offset in
            let isDue = done == 0 || done == visible || done - fenced >= proof.linesPerFence
            return isDue && (done == 0 || done < count) ? fence(done, offset) : []
        }
        if !job.missing.isEmpty { onMissing(job.missing) }
        var bytes = job.bytes
        if count > 0 { bytes += fence(count, bytes.count) }
        return PrintAttempt(
            ticket,
            bytes: bytes,
            fences: fences,
            isMark: isMark,
            restartTime: proof.restartTime,
            now: proof.now()
        )
    }
}
