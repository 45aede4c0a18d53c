package import HAL

/// What came of bringing one document to paper, as a witness beside the printer saw it.
package struct PrintRecord: Sendable {
    /// What was said of the job, and how much paper was out by then.
    package struct Claim: Sendable {
        /// How far the job had come, as it was said.
        package let evidence: PrintEvidence
        /// How much paper was out.
        package let paper: Int

        /// `evidence` was said when the paper had `paper` elements.
        package init(evidence: PrintEvidence, paper: Int) {
            self.evidence = evidence
            self.paper = paper
        }
    }

    /// The visible lines of the document, as they look on paper; those that are not alike tell
    /// where one stands.
    package var lines: [String]
    /// What the document is worth.
    package var documentClass: DocumentClass
    /// What was said, in order.
    ///
    /// The last that was said before a mark is what the mark goes on from: when a till lost its
    /// power, say what its journal knew when it came back.
    package var claims: [Claim]
    /// What `print` returned at last; nothing when it never did.
    package var outcome: PrintEvidence?
    /// Everything on the paper, from the top.
    package var paper: [String]

    /// A record with these facts.
    package init(
        lines: [String],
        documentClass: DocumentClass = .receipt,
        claims: [Claim] = [],
        outcome: PrintEvidence? = nil,
        paper: [String] = []
    ) {
        self.lines = lines
        self.documentClass = documentClass
        self.claims = claims
        self.outcome = outcome
        self.paper = paper
    }
}

/// Judges a printer by its paper: what it said was true, and every line is there exactly once.
///
/// The sense of "exactly once" is that of `ReceiptPrinter`.
package struct PaperChecker {
    private let record: PrintRecord
    private let place: [String: Int]
    private static let mark = "续 CONTINUED"

    /// Every fault of `record`, in words; none when it is well.
    package static func faults(in record: PrintRecord) -> [String] {
        let checker = PaperChecker(record)
        return checker.untrueClaims() + checker.doubledLines() + checker.missingLines()
    }

    private init(_ record: PrintRecord) {
        self.record = record
        let alike = Dictionary(grouping: record.lines.indices) { record.lines[$0] }
        place = alike.filter { !$0.key.isEmpty }
            .compactMapValues { $0.count == 1 ? $0[0] : nil }
    }

    private func proven(_ evidence: PrintEvidence) -> Int {
        switch evidence {
        case .queued, .sent: 0
        case .fenced(let lines), .unknown(let lines): lines
        case .printed, .cut: record.lines.count
        }
    }

    /// A line that was said to be on paper was there when it was said.
    private func untrueClaims() -> [String] {
        record.claims.flatMap { claim in
            let paper = Set(record.paper.prefix(claim.paper))
            let isCut = claim.evidence != .cut || paper.contains("[cut]")
            return record.lines.prefix(proven(claim.evidence))
                .filter { !paper.contains($0) }
                .map { "said \(claim.evidence) without \($0)" }
                + (isCut ? [] : ["said cut without a cut"])
        }
    }

    /// No proven line stands twice, no line twice below one mark or above the first, and below the
    /// last mark the document goes on with the first line that was not proven.
    private func doubledLines() -> [String] {
        var faults: [String] = []
        let lastMark = record.paper.lastIndex(of: Self.mark)
        var (first, last) = (0, -1)
        for (index, text) in record.paper.enumerated() {
            if text == Self.mark {
                if !record.documentClass.mayBeDoubled { faults.append("a marked voucher") }
                first = record.claims.last { $0.paper <= index }.map { proven($0.evidence) } ?? 0
                last = -1
            }
            guard let line = place[text] else { continue }
            if line < first { faults.append("proven and printed again: \(text)") }
            if line <= last { faults.append("twice without a mark: \(text)") }
            if last < 0, let lastMark, lastMark < index, leavesOut(from: first, to: line) {
                faults.append("left out before \(text)")
            }
            last = line
        }
        return faults
    }

    /// Whether a line that can be told from others lies between.
    private func leavesOut(from first: Int, to line: Int) -> Bool {
        line > first && record.lines[first..<line].contains { place[$0] != nil }
    }

    /// What is said to be printed is there, and nothing that was never asked for.
    private func missingLines() -> [String] {
        guard let outcome = record.outcome else { return ["never ended"] }
        let paper = Set(record.paper)
        var faults: [String] = []
        if outcome.isOnPaper {
            faults += record.lines.filter { !paper.contains($0) }.map { "missing: \($0)" }
        } else if record.documentClass.mayBeDoubled {
            faults.append("a receipt ended \(outcome)")
        }
        let isWhole = !record.paper.contains(Self.mark) && outcome.isOnPaper
        // A fragment may stand at a stop; one behind the last line needed no mark.
        let end = record.paper.lastIndex { place[$0] == record.lines.count - 1 } ?? 0
        let strange = Set(record.paper.prefix(end)).subtracting(record.lines + [""])
        if isWhole, !strange.isEmpty { faults.append("nobody asked for \(strange)") }
        return faults
    }
}
