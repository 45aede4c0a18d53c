internal import Retail
internal import StrictJSON

/// A basket fact is flat: the sale, and the one value that its kind needs.
///
/// A coupon is an item that was rung, its line, with the rule beside it: a program that knows no
/// rules reads the line. One for single use has its code beside it.
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
        case .coupon(let coupon, let code):
            [
                "code": code.map { .text($0.text) },
                "coupon": .object(coupon.form),
                "item": .object(coupon.line.form),
                "sale": sale,
            ]
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
        if let coupon = try form.optional("coupon", Coupon.init(form:)) {
            return .coupon(coupon, try code(of: coupon, form))
        }
        if let item = try form.optional("item", LineItem.init(form:)) { return .ring(item) }
        if let member = try form.optional("member", MemberID.init(form:)) {
            return .identify(member)
        }
        if let tender = try form.optional("tender", Tender.init(form:)) { return .tender(tender) }
        if let voided: Int = try form.optionalInteger("voided") { return .voidLine(voided) }
        return try form.field("step", step)
    }

    /// The code of a coupon for single use, which none is without: nothing would be used up.
    private static func code(
        of coupon: Coupon,
        _ form: JSONObject
    ) throws(JSONFault) -> CouponCode? {
        let code = try form.optional("code") { value throws(JSONFault) in
            try value.spelling("a code as SAVE20-7F3K9Q") { CouponCode($0) }
        }
        guard code?.coupon == (coupon.singleUse == true ? coupon.id : nil) else {
            throw .value(
                "has a code that is not its coupon's, or none",
                fix: "write a code beside a coupon for single use, and only there"
            )
        }
        return code
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
