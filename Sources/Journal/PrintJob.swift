public import HAL
public import Loyalty
public import Records
public import Retail

/// The paper that a sale or a return owes its customer and a close the store, or a copy that
/// somebody asked for, and how far it has come.
///
/// A sale's own job is made in the sale's transaction, so a sale never waits for paper and never
/// forgets it.
public struct PrintJob: Identifiable, Hashable, Sendable {
    /// Which paper it is.
    public struct ID: Hashable, Sendable {
        /// The record of what is printed, by its place in the journal.
        public let record: Int64
        /// 0 for the receipt itself; a copy has its number, which stands on it.
        public let copy: Int

        /// The receipt of what stands at `record`, or a copy of it.
        public init(record: Int64, copy: Int = 0) {
            self.record = record
            self.copy = copy
        }
    }

    /// Which paper it is.
    public let id: ID
    /// How far the journal knows it to have come.
    ///
    /// `sent` is written down before the first byte leaves. What comes after it is written with the
    /// next commit, or within a second: a power cut in between leaves the rung below, which is
    /// never too high.
    public let evidence: PrintEvidence
    /// What is to be printed.
    public let subject: Subject
    /// The member's points on this till after it; nil without a member.
    public let balance: Points?
}

extension PrintJob {
    /// What the paper is about.
    public enum Subject: Hashable, Sendable {
        /// A sale that was paid.
        case sale(CompletedSale)
        /// Goods that came back.
        case goodsReturn(GoodsReturn)
        /// A day that was closed.
        case dayClose(DayClose)

        /// What `fact` owes paper for; nil when it owes none.
        init?(_ fact: Fact) {
            switch fact {
            case .saleCompleted(let sale): self = .sale(sale)
            case .goodsReturned(let goods): self = .goodsReturn(goods)
            case .dayClosed(let close): self = .dayClose(close)
            case .boot, .dayOpened, .basket, .payment, .lease: return nil
            }
        }

        /// The number on the receipt; of a close, the last one before it.
        public var receipt: ReceiptNumber {
            switch self {
            case .sale(let sale): sale.receipt
            case .goodsReturn(let goods): goods.receipt
            case .dayClose(let close): ReceiptNumber(day: close.day, number: close.lastReceipt)
            }
        }

        /// What a technician reads of it: `receipt 12`, `close 3`.
        public var title: String {
            switch self {
            case .sale, .goodsReturn: "receipt \(receipt.number)"
            case .dayClose(let close): "close \(close.number)"
            }
        }

        /// Where it was given.
        public var place: Place {
            switch self {
            case .sale(let sale): sale.place
            case .goodsReturn(let goods): goods.place
            case .dayClose(let close): close.place
            }
        }

        /// Whom it is for.
        public var member: MemberID? {
            switch self {
            case .sale(let sale): sale.member
            case .goodsReturn(let goods): goods.member
            case .dayClose: nil
            }
        }

        /// What was handed over, by the customer or to him.
        public var tenders: [Tender] {
            switch self {
            case .sale(let sale): sale.tenders
            case .goodsReturn(let goods): goods.tenders
            case .dayClose: []
            }
        }
    }
}
