import DurableSQLite
import HAL
import Journal
import Till

/// Spoolers as many are: what the witness of paper and journal has to find out.
struct BadSpooler: Sendable {
    enum Vice: String, CaseIterable, Sendable {
        /// Prints from the top again what an earlier run had begun, as if nothing had left.
        case beginsAgain
        /// Says that a receipt is on paper when its bytes leave.
        case believesTheWrite
        /// Takes what an earlier run had begun for done.
        case forgetsWhatItBegan
        /// Writes down sixteen lines more than the printer has proven.
        case notesTooMuch
    }

    let vice: Vice
    let journal: TillJournal
    let printer: any ReceiptPrinter

    /// Brings everything to paper that the journal owes, or ends when the till is dead.
    func run() async {
        var last: Int64 = 0
        var ticket = PrintTicket(0)
        do {
            var left = try await journal.printsLeft()
            while true {
                let begun = left.isEmpty ? nil : left.removeFirst()
                guard let job = try await next(begun, after: last) else { return }
                last = job.id.record
                ticket = ticket.next
                try await bring(job, ticket)
            }
        } catch {
            return
        }
    }

    private func next(_ begun: PrintJob?, after last: Int64) async throws -> PrintJob? {
        if let begun { return begun }
        return try await journal.nextPrint(after: last)
    }

    private func bring(_ job: PrintJob, _ ticket: PrintTicket) async throws {
        if vice == .forgetsWhatItBegan, job.evidence != .queued {
            return try await journal.setPrint(job.id, .cut)
        }
        try await journal.setPrint(job.id, vice == .believesTheWrite ? .cut : .sent)
        let request = PrintRequest(
            ReceiptLayout(shopName: "算盘 Shop").document(job.subject, balance: job.balance),
            as: .receipt,
            ticket: ticket,
            evidence: vice == .beginsAgain ? .queued : job.evidence
        )
        let (journal, more) = (journal, vice == .notesTooMuch ? 16 : 0)
        let evidence = try await printer.print(request, by: .now + .seconds(10)) { rung in
            guard case .fenced(let lines) = rung else { return }
            journal.notePrint(job.id, .fenced(lines: lines + more))
        }
        try await journal.setPrint(job.id, evidence)
    }
}
