public import Loyalty
public import Retail

/// Goods of one sale that came back, and what went back for them: nothing else has to be read to
/// print it.
///
/// It names the sale; what it is worth follows from that sale and the returns before it.
public struct GoodsReturn: Hashable, Sendable {
    /// Who took the goods, and why.
    public struct Grounds: Hashable, Sendable {
        /// The most bytes that either has.
        public static let limit = 200

        /// Why the customer brings them.
        public let reason: String
        /// Who stood at the till, as the shop calls them.
        public let clerk: String

        /// Grounds in these words; nil when one is missing, is too long or may be a card's number.
        public init?(reason: String, clerk: String) {
            for text in [reason, clerk] {
                guard (1...Self.limit).contains(text.utf8.count), !Self.mayBeACard(text) else {
                    return nil
                }
            }
            self.reason = reason
            self.clerk = clerk
        }

        /// Whether somebody has typed thirteen digits in a row: no card's number is kept anywhere.
        private static func mayBeACard(_ text: String) -> Bool {
            var digits = 0
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
                case UInt8(ascii: " "), UInt8(ascii: "-"): continue
                default: digits = 0
                }
                if digits == 13 { return true }
            }
            return false
        }
    }

    /// The sale that they were sold in.
    public struct Origin: Hashable, Sendable {
        /// Its permanent name.
        public let sale: OperationID
        /// Where it was made.
        public let place: Place
        /// Its receipt.
        public let receipt: ReceiptNumber

        /// The origin of these facts.
        public init(sale: OperationID, place: Place, receipt: ReceiptNumber) {
            self.sale = sale
            self.place = place
            self.receipt = receipt
        }

        /// The sale `sale`.
        public init(_ sale: CompletedSale) {
            self.init(sale: sale.sale, place: sale.place, receipt: sale.receipt)
        }
    }

    /// The return's permanent name, that of its record.
    public let name: OperationID
    /// What they were sold in.
    public let origin: Origin
    /// Where they came back.
    public let place: Place
    /// The number on the return's own receipt, and the business day under which the books keep it.
    public let receipt: ReceiptNumber
    /// When they came back.
    public let at: SaleTime
    /// Whom the sale was for.
    public let member: MemberID?
    /// What came back, with its amounts.
    public let lines: [ReturnedLine]
    /// The money that went back.
    public let tenders: [Tender]
    /// The rules by which the sale had earned points; nil when it had not.
    public let programme: ProgrammeVersion?
    /// The points that went back: a part of what the sale had earned.
    public let points: Points
    /// Who took them, and why.
    public let grounds: Grounds

    /// A return with these facts.
    public init(
        name: OperationID,
        origin: Origin,
        place: Place,
        receipt: ReceiptNumber,
        at: SaleTime,
        member: MemberID?,
        lines: [ReturnedLine],
        tenders: [Tender],
        programme: ProgrammeVersion?,
        points: Points,
        grounds: Grounds
    ) {
        self.name = name
        self.origin = origin
        self.place = place
        self.receipt = receipt
        self.at = at
        self.member = member
        self.lines = lines
        self.tenders = tenders
        self.programme = programme
        self.points = points
        self.grounds = grounds
    }

    /// The money, all of it.
    public var refund: Money { tenders.sum(\.amount) }
    /// The goods, without the parts of coupons.
    public var items: [ReturnItem] { lines.compactMap(\.goods) }
}
