internal import Loyalty
internal import Retail
internal import StrictJSON

/// How facts become a record's body, and come back from it.
///
/// The body is UTF-8 JSON with sorted keys. A kind's form is versioned by `schema`; old versions
/// are decoded for ever. A body is encoded once, when the fact is journalled, and never again.
extension Fact {
    /// The newest form that this program writes and reads.
    public static let schema: UInt16 = 5

    /// The oldest form that can carry this fact, so that an older hub books all that it can.
    ///
    /// Form 2 knows tenders of a card that the till's own terminal took, form 3 knows leases, form
    /// 4 knows points as a tender, form 5 knows points on the shop's risk.
    public var schema: UInt16 {
        if spends.contains(where: { $0.worth != nil }) { return 5 }
        if tenders.contains(where: { $0.kind == .points }) { return 4 }
        if case .saleCompleted(let sale) = self, sale.leases != nil { return 3 }
        return tenders.contains { $0.kind == .card } ? 2 : 1
    }

    private var spends: [LeaseSpend] {
        if case .saleCompleted(let sale) = self { sale.leases?.spent ?? [] } else { [] }
    }

    private var tenders: [Tender] {
        switch self {
        case .saleCompleted(let sale): return sale.tenders
        case .basket(let fact):
            guard case .tender(let tender) = fact.event else { return [] }
            return [tender]
        case .dayClosed(let close):
            let points = close.takings.tenders[.points]
            return points == .zero ? [] : [Tender(.points, points)]
        case .boot, .dayOpened, .goodsReturned, .payment, .lease: return []
        }
    }

    /// The number of this fact's kind.
    public var kind: RecordKind {
        switch self {
        case .boot: .boot
        case .dayOpened: .dayOpened
        case .dayClosed: .dayClosed
        case .basket(let fact): fact.kind
        case .saleCompleted: .saleCompleted
        case .goodsReturned: .goodsReturned
        case .payment(let fact): fact.kind
        case .lease(let fact): fact.kind
        }
    }

    /// The body of this fact's record.
    public func body() -> [UInt8] {
        JSONValue.object(form).bytes
    }

    /// Whether the body goes into a record.
    public var fits: Bool {
        JSONValue.object(form).byteCount <= Record.bodyLimit
    }

    /// The fact that `record` states.
    ///
    /// - Throws: `unknown` for a kind or schema of a later program, `malformed` for a body that
    ///   does not state what its kind says.
    public init(_ record: Record) throws(FactFault) {
        if let fact = try LeaseFact(record) {
            self = .lease(fact)
            return
        }
        guard (1...Self.schema).contains(record.schema) else {
            throw .unknown(kind: record.kind, schema: record.schema)
        }
        guard let read = Self.reader(of: record.kind) else {
            throw .unknown(kind: record.kind, schema: record.schema)
        }
        do throws(JSONFault) {
            let start = record.body.startIndex
            self = try read(try JSONValue(parsing: record.bytes, from: start).object())
        } catch {
            throw .malformed(error.sentence)
        }
    }

    private var form: JSONObject {
        switch self {
        case .boot(let boot): boot.form
        case .dayOpened(let day): ["day": day.form]
        case .dayClosed(let close): close.form
        case .basket(let fact): fact.form
        case .saleCompleted(let sale): sale.form
        case .goodsReturned(let goods): goods.form
        case .payment(let fact): fact.form
        case .lease(let fact): fact.form
        }
    }

    /// What reads a body of `kind`; nil for a kind that this program does not know.
    private static func reader(
        of kind: RecordKind
    ) -> ((JSONObject) throws(JSONFault) -> Fact)? {
        switch kind {
        case .boot:
            { form throws(JSONFault) in .boot(try Boot(form: form)) }
        case .dayOpened:
            { form throws(JSONFault) in
                .dayOpened(try form.field("day", BusinessDay.init(form:)))
            }
        case .dayClosed:
            { form throws(JSONFault) in .dayClosed(try DayClose(form: form)) }
        case .itemRung, .lineVoided, .memberIdentified, .tendered, .saleSuspended, .saleResumed,
            .saleVoided:
            { form throws(JSONFault) in .basket(try BasketFact(form: form)) }
        case .saleCompleted:
            { form throws(JSONFault) in .saleCompleted(try CompletedSale(form: form)) }
        case .goodsReturned:
            { form throws(JSONFault) in .goodsReturned(try GoodsReturn(form: form)) }
        case .paymentIntended, .paymentSettled, .paymentGivenUp, .paymentSeenTo:
            { form throws(JSONFault) in .payment(try PaymentFact(kind, form: form)) }
        default: nil
        }
    }
}

/// Why a record states no fact that this program can use.
public enum FactFault: Error, Hashable, Sendable {
    /// A later program wrote it: keep it, and apply it after an upgrade.
    case unknown(kind: RecordKind, schema: UInt16)
    /// It breaks the form of its kind; the text says where.
    case malformed(String)
}
