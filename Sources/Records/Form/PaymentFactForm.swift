internal import HAL
internal import StrictJSON

/// The words of a payment: flat, and without what the terminal did not tell.
extension PaymentFact {
    /// The number of the fact's kind.
    var kind: RecordKind {
        switch self {
        case .intended: .paymentIntended
        case .settled: .paymentSettled
        case .givenUp: .paymentGivenUp
        case .seenTo: .paymentSeenTo
        }
    }

    var form: JSONObject {
        switch self {
        case .intended(let intent): intent.form
        case .settled(let operation, let attempt, let settlement):
            settlement.form(operation, attempt)
        case .givenUp(let operation), .seenTo(let operation): ["operation": .text(operation)]
        }
    }

    /// The fact that a body of `kind` states.
    init(_ kind: RecordKind, form: JSONObject) throws(JSONFault) {
        switch kind {
        case .paymentIntended:
            self = .intended(try PaymentIntent(form: form))
        case .paymentSettled:
            self = .settled(
                operation: try form.text("operation"),
                attempt: try form.integer("attempt"),
                try PaymentSettlement(form: form)
            )
        case .paymentSeenTo:
            self = .seenTo(operation: try form.text("operation"))
        default:
            self = .givenUp(operation: try form.text("operation"))
        }
    }
}

extension PaymentIntent {
    fileprivate var form: JSONObject {
        var reversed: JSONValue?
        if case .reversal(let slip) = purpose { reversed = .object(slip.form) }
        return [
            "amount": .integer(amount.minorUnits),
            "attempt": .integer(Int64(attempt)),
            "currency": .integer(Int64(amount.currency)),
            "mark": .object(mark.form),
            "operation": .text(operation),
            "reverses": reversed,
        ]
    }

    fileprivate init(form: JSONObject) throws(JSONFault) {
        let reversed = try form.optional("reverses", PaymentSlip.init(form:))
        self.init(
            reversed.map { .reversal(of: $0) } ?? .charge,
            operation: try form.text("operation"),
            attempt: try form.integer("attempt"),
            amount: try PaymentAmount(form: form),
            mark: try form.field("mark", TransactionMark.init(form:))
        )
    }
}

extension PaymentSettlement {
    fileprivate func form(_ operation: String, _ attempt: Int) -> JSONObject {
        var form: JSONObject = [:]
        if case .approved(let slip) = self { form.append("approved", .object(slip.form)) }
        form.append("attempt", .integer(Int64(attempt)))
        if case .declined(let refusal) = self { form.append("declined", .object(refusal.form)) }
        form.append("operation", .text(operation))
        if case .parked(let detail) = self { form.append("parked", .text(detail)) }
        return form
    }

    fileprivate init(form: JSONObject) throws(JSONFault) {
        if let slip = try form.optional("approved", PaymentSlip.init(form:)) {
            self = .approved(slip)
        } else if let refusal = try form.optional("declined", PaymentRefusal.init(form:)) {
            self = .declined(refusal)
        } else {
            self = .parked(try form.text("parked"))
        }
    }
}

extension PaymentRefusal {
    fileprivate var form: JSONObject {
        ["detail": .text(detail), "kind": .text(kind.rawValue)]
    }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            try form.field("kind") { value throws(JSONFault) in
                try value.spelling("a kind of refusal") { Kind(rawValue: $0) }
            },
            try form.text("detail")
        )
    }
}
