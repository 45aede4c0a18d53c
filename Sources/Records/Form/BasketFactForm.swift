internal import Retail
internal import StrictJSON

/// A basket fact is flat: the sale, and the one value that its kind needs.
///
/// A coupon is an item that was rung, its line, with the rule beside it: a program that knows no
/// rules reads the line.
extension BasketFact {
    /// The number of the event's kind.
    var kind: RecordKind {
        switch event {
        case .ring, .coupon: .itemRung
        case .voidLine: .lineVoided
        case .identify: .memberIdentified
        case .tender: .tendered
        case .suspend: .saleSuspended
        case .resume: .saleResumed
        case .void: .saleVoided
        case .total, .charge, .notCharged, .keepPoints:
            preconditionFailure("asking is no fact of a basket")
        }
    }

    var form: JSONObject {
        let sale = sale.form
        return switch event {
        case .ring(let item): ["item": .object(item.form), "sale": sale]
        case .coupon(let coupon):
            ["coupon": .object(coupon.form), "item": .object(coupon.line.form), "sale": sale]
        case .identify(let member): ["member": .integer(member.number), "sale": sale]
        case .tender(let tender): ["sale": sale, "tender": .object(tender.form)]
        case .voidLine(let line): ["sale": sale, "voided": .integer(Int64(line))]
        case .suspend: ["sale": sale, "step": .text("suspend")]
        case .resume: ["sale": sale, "step": .text("resume")]
        case .void: ["sale": sale, "step": .text("void")]
        case .total, .charge, .notCharged, .keepPoints:
            preconditionFailure("asking is no fact of a basket")
        }
    }

    init(form: JSONObject) throws(JSONFault) {
        self.init(
            sale: try form.field("sale", OperationID.init(form:)),
            event: try Self.event(form)
        )
    }

    private static func event(_ form: JSONObject) throws(JSONFault) -> SaleMachine.Event {
        if let coupon = try form.optional("coupon", Coupon.init(form:)) { return .coupon(coupon) }
        if let item = try form.optional("item", LineItem.init(form:)) { return .ring(item) }
        if let member = try form.optional("member", MemberID.init(form:)) {
            return .identify(member)
        }
        if let tender = try form.optional("tender", Tender.init(form:)) { return .tender(tender) }
        if let voided: Int = try form.optionalInteger("voided") { return .voidLine(voided) }
        return try form.field("step", step)
    }

    /// The events that carry nothing.
    private static func step(_ value: JSONValue) throws(JSONFault) -> SaleMachine.Event {
        try value.spelling("a step of a basket") { text in
            switch text {
            case "suspend": .suspend
            case "resume": .resume
            case "void": .void
            default: nil
            }
        }
    }
}
