/// What a document is worth, which decides what may be done when its printing is in doubt.
public enum DocumentClass: String, Codable, Sendable, CaseIterable {
    /// A receipt: in doubt it is gone on with under a mark; a reprint is marked as a copy.
    case receipt
    /// A slip that tells a member's points: worth nothing, and treated as a receipt is.
    case pointsSlip
    /// Paper that is as good as money: a coupon, a lottery ticket.
    ///
    /// In doubt it is never sent again. It ends `unknown`, and its owner voids it.
    case voucher

    /// Whether a line that may be on paper already may be printed once more, under a mark.
    public var mayBeDoubled: Bool {
        switch self {
        case .receipt, .pointsSlip: true
        case .voucher: false
        }
    }
}

/// One document that is to come to paper once.
public struct PrintRequest: Sendable, Equatable {
    /// Its name at the printer; the same one whenever it is asked for again.
    public let ticket: PrintTicket
    /// What goes on paper, a copy's mark included.
    public let document: PrintDocument
    /// What it is worth.
    public let documentClass: DocumentClass
    /// How far it had come before this till started; `queued` when it is new.
    public var evidence: PrintEvidence

    /// A request to print `document`.
    ///
    /// - Parameters:
    ///   - ticket: A name that none of the jobs shortly before has: `next` of the last one's.
    ///   - copy: 0 for the original; a reprint has its number and prints `PrintMark.copy` first.
    ///   - evidence: What the till's database remembers, when an earlier run of it began the job.
    /// - Precondition: A voucher has no copies.
    public init(
        _ document: PrintDocument,
        as documentClass: DocumentClass,
        ticket: PrintTicket,
        copy: Int = 0,
        evidence: PrintEvidence = .queued
    ) {
        precondition(copy == 0 || documentClass.mayBeDoubled, "a voucher has no copies")
        self.ticket = ticket
        self.document =
            copy == 0 ? document : PrintDocument([PrintMark.copy(copy)] + document.nodes)
        self.documentClass = documentClass
        self.evidence = evidence
    }

    /// What is left when the first `lines` lines are proven.
    ///
    /// A drawer in doubt is not opened again: its node stays, so that lines keep their numbers, and
    /// does nothing.
    public func rest(after lines: Int) -> PrintDocument {
        PrintDocument(
            document.nodes.dropFirst(lines).map { $0 == .openDrawer ? .feed(lines: 0) : $0 }
        )
    }
}

/// The lines that tell paper which is not the first of its kind.
public enum PrintMark {
    /// Stands over the part of a document that follows a stop of the printer; it is on paper before
    /// any line below it is sent.
    public static let continued = PrintNode.text(
        "续 CONTINUED",
        TextStyle(alignment: .center, isBold: true)
    )

    /// Stands over reprint `number` of a document.
    public static func copy(_ number: Int) -> PrintNode {
        .text("重打 DUPLICATE \(number)", TextStyle(alignment: .center, isBold: true))
    }
}
