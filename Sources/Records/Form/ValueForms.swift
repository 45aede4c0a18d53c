internal import Retail
internal import StrictJSON

/// The forms of single values: amounts and numbers are bare, days, times and names are text.
extension Money {
    init(form value: JSONValue) throws(JSONFault) {
        self.init(minorUnits: try value.integer())
    }
}

extension MemberID {
    init(form value: JSONValue) throws(JSONFault) {
        self.init(try value.integer())
    }
}

extension OperationID {
    var form: JSONValue { .text(description) }

    init(form value: JSONValue) throws(JSONFault) {
        self = try value.spelling("an operation's name, a UUID") { OperationID($0) }
    }
}

extension BusinessDay {
    var form: JSONValue { .text(description) }

    init(form value: JSONValue) throws(JSONFault) {
        self = try value.spelling("a date as 2017-05-31") { BusinessDay($0) }
    }
}

extension SaleTime {
    init(form value: JSONValue) throws(JSONFault) {
        self = try value.spelling("a time as 2017-05-01T00:01:10-04:00") { SaleTime($0) }
    }
}

extension Tender {
    var form: JSONObject {
        [
            "amount": .integer(amount.minorUnits),
            "card": card.map { .object($0.form) },
            "kind": .text(kind.rawValue),
            "points": points.map(JSONValue.integer),
        ]
    }

    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            try form.field("kind") { value throws(JSONFault) in
                try value.spelling("a kind of tender") { Kind(rawValue: $0) }
            },
            try form.field("amount", Money.init(form:)),
            card: try form.optional("card", CardSlip.init(form:)),
            points: try form.optionalInteger("points")
        )
    }
}

extension Place {
    var form: JSONObject {
        ["store": .integer(Int64(store)), "till": .integer(Int64(till))]
    }

    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(store: try form.integer("store"), till: try form.integer("till"))
    }
}

extension ReceiptNumber {
    var form: JSONObject {
        ["day": day.form, "number": .integer(Int64(number))]
    }

    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            day: try form.field("day", BusinessDay.init(form:)),
            number: try form.integer("number")
        )
    }
}

extension Boot {
    var form: JSONObject {
        [
            "nonce": .text(nonce),
            "place": .object(place.form),
            "version": .text(version),
            "wasShutDownCleanly": .bool(wasShutDownCleanly),
        ]
    }

    init(form: JSONObject) throws(JSONFault) {
        self.init(
            nonce: try form.text("nonce"),
            version: try form.text("version"),
            wasShutDownCleanly: try form.field("wasShutDownCleanly") { value throws(JSONFault) in
                try value.bool()
            },
            place: try form.field("place", Place.init(form:))
        )
    }
}
