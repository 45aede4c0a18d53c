internal import HAL
internal import Retail
internal import StrictJSON

/// What a terminal tells of a transaction, as a payment's record and a sale's tender keep it.
extension PaymentSlip {
    var form: JSONObject {
        [
            "amount": .integer(amount.minorUnits),
            "approvalCode": approvalCode.map(JSONValue.text),
            "currency": .integer(Int64(amount.currency)),
            "date": date.map(JSONValue.text),
            "lastFour": card.map { .text($0.lastFour) },
            "mark": .object(mark.form),
            "time": time.map(JSONValue.text),
        ]
    }

    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            amount: try PaymentAmount(form: form),
            mark: try form.field("mark", TransactionMark.init(form:)),
            card: try form.optional("lastFour") { value throws(JSONFault) in
                try value.spelling("the last four digits of a card") { MaskedCard(lastFour: $0) }
            },
            approvalCode: try form.optionalText("approvalCode"),
            date: try form.optionalText("date"),
            time: try form.optionalText("time")
        )
    }
}

extension TransactionMark {
    var form: JSONObject {
        [
            "slip": slip.map { .integer(Int64($0)) },
            "terminal": terminal.map(JSONValue.text),
            "transaction": transaction.map { .integer(Int64($0)) },
        ]
    }

    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            terminal: try form.optionalText("terminal"),
            transaction: try form.optionalInteger("transaction"),
            slip: try form.optionalInteger("slip")
        )
    }
}

extension PaymentAmount {
    init(form: JSONObject) throws(JSONFault) {
        let amount = PaymentAmount(
            minorUnits: try form.integer("amount"),
            currency: try form.integer("currency")
        )
        guard let amount else {
            throw .value("is no amount that a terminal takes", fix: "write 1 and more")
        }
        self = amount
    }
}

extension CardSlip {
    var form: JSONObject {
        [
            "approvalCode": approvalCode.map(JSONValue.text),
            "lastFour": lastFour.map(JSONValue.text),
            "slip": slip.map { .integer(Int64($0)) },
            "terminal": terminal.map(JSONValue.text),
            "transaction": transaction.map { .integer(Int64($0)) },
        ]
    }

    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            terminal: try form.optionalText("terminal"),
            transaction: try form.optionalInteger("transaction"),
            slip: try form.optionalInteger("slip"),
            lastFour: try form.optionalText("lastFour"),
            approvalCode: try form.optionalText("approvalCode")
        )
    }
}
