/// How far a print job has come, as far as the printer itself has said so.
///
///     queued ──▶ sent ──▶ fenced(n) ──▶ printed ──▶ cut
///                  │           │
///                  └───────────┴──▶ unknown(n): will never be learnt
///
/// Bytes that left are no evidence, and neither is time. A rung is reached when the printer has
/// answered a fence: a question that stands between two lines and is answered when everything
/// before it is on paper. A job never goes back down.
public enum PrintEvidence: Hashable, Sendable {
    /// No byte has left.
    case queued
    /// Bytes may have left; no line is proven.
    case sent
    /// The first `lines` lines are on paper.
    case fenced(lines: Int)
    /// Every line is on paper.
    case printed
    /// Every line is on paper, and the knife has been through.
    case cut
    /// The printer can no longer say how much more than the first `lines` lines is on paper, and
    /// the job may not be sent again. The end of a voucher in doubt: void it, issue another.
    case unknown(lines: Int)

    /// Whether every line is on paper.
    public var isOnPaper: Bool {
        switch self {
        case .printed, .cut: true
        case .queued, .sent, .fenced, .unknown: false
        }
    }
}

extension PrintDocument {
    /// How many nodes stand before the feed and the cut at its end.
    ///
    /// A *line* of the evidence is a node: a text that wraps over three lines of paper is one.
    public var visibleLines: Int {
        (nodes.lastIndex { $0.isVisible } ?? -1) + 1
    }

    /// The rung that a job reaches when its first `lines` nodes are proven.
    public func evidence(provenLines lines: Int) -> PrintEvidence {
        if lines >= nodes.count { return nodes.contains(.cut) ? .cut : .printed }
        if lines >= visibleLines { return .printed }
        return lines == 0 ? .sent : .fenced(lines: lines)
    }
}

extension PrintNode {
    /// Whether it leaves ink.
    var isVisible: Bool {
        switch self {
        case .feed, .cut, .openDrawer: false
        default: true
        }
    }
}
