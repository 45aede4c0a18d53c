internal import HAL
internal import Journal
internal import Records
public import Retail

/// One receipt and its paper, as cashiers and technicians see them.
///
/// It says nothing of a member but the last digits of a number.
public struct ReceiptReport: Hashable, Codable, Sendable {
    /// One print of it.
    public struct Print: Hashable, Codable, Sendable {
        /// 0 for the receipt itself, else the number of the copy, which stands on it.
        public let copy: Int
        /// `queued`, `sent`, `fenced`, `printed`, `cut` or `unknown`.
        public let state: String
        /// The lines that are proven to be on paper; nil when all are.
        public let provenLines: Int?
    }

    /// The day under which it counts.
    public let day: BusinessDay
    /// Its number on that day.
    public let number: Int32
    /// When it was paid, ISO 8601.
    public let at: String
    /// What the customer owed, below zero where money went back.
    public let due: Money
    /// Whether some print of it is proven to be on paper.
    public let isOnPaper: Bool
    /// Its prints, the receipt itself first.
    public let prints: [Print]
    /// What stands on it, line by line; nil in a list.
    public let text: [String]?
}

/// What came of asking for a copy.
public struct ReprintAnswer: Hashable, Codable, Sendable {
    /// The copy's number, durably owed; nil when there will be none.
    public let copy: Int?
    /// What the person who asked reads.
    public let message: String

    /// An answer that says `message`, and no copy without a number of one.
    public init(copy: Int? = nil, message: String) {
        self.copy = copy
        self.message = message
    }
}

extension ReceiptReport {
    init(_ prints: ReceiptPrints, text: [String]? = nil) {
        let subject = prints.original.subject
        day = subject.receipt.day
        number = subject.receipt.number
        switch subject {
        case .sale(let sale): (at, due) = (sale.at.description, sale.totals.due)
        case .goodsReturn(let goods): (at, due) = (goods.at.description, -goods.refund)
        case .dayClose(let close): (at, due) = (close.at.description, close.takings.due)
        }
        isOnPaper = prints.isOnPaper
        self.prints =
            [Print(0, prints.original.evidence)]
            + prints.copies.map { Print($0.number, $0.evidence) }
        self.text = text
    }
}

extension ReceiptReport.Print {
    init(_ copy: Int, _ evidence: PrintEvidence) {
        self.copy = copy
        switch evidence {
        case .queued: (state, provenLines) = ("queued", 0)
        case .sent: (state, provenLines) = ("sent", 0)
        case .fenced(let lines): (state, provenLines) = ("fenced", lines)
        case .printed: (state, provenLines) = ("printed", nil)
        case .cut: (state, provenLines) = ("cut", nil)
        case .unknown(let lines): (state, provenLines) = ("unknown", lines)
        }
    }
}
