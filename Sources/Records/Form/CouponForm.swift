internal import Retail
internal import StrictJSON

/// A coupon goes into the record of the basket that took it, rule and all.
///
/// So a basket costs after a power cut what it cost before, whatever the hub has published since.
extension Coupon {
    var form: JSONObject {
        [
            "amountOff": amountOff.map { .integer($0.minorUnits) },
            "atMost": atMost.map { .integer($0.minorUnits) },
            "departments": departments.map { .list($0.map(JSONValue.text)) },
            "firstDay": firstDay.form,
            "id": .text(id),
            "items": items.map { .list($0.map(JSONValue.integer)) },
            "lastDay": lastDay.form,
            "membersOnly": membersOnly.map(JSONValue.bool),
            "name": .text(name),
            "perBasket": perBasket.map { .integer(Int64($0)) },
            "shareOff": shareOff.map(JSONValue.integer),
            "singleUse": singleUse.map(JSONValue.bool),
            "smallestBasket": smallestBasket.map { .integer($0.minorUnits) },
            "stacks": stacks.map(JSONValue.bool),
        ]
    }

    /// Reads a form; a coupon that no till can go by is none.
    init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        func truth(_ key: String) throws(JSONFault) -> Bool? {
            try form.optional(key) { value throws(JSONFault) in try value.bool() }
        }
        self.init(
            id: try form.text("id"),
            name: try form.text("name"),
            amountOff: try form.optional("amountOff", Money.init(form:)),
            shareOff: try form.optionalInteger("shareOff"),
            firstDay: try form.field("firstDay", BusinessDay.init(form:)),
            lastDay: try form.field("lastDay", BusinessDay.init(form:))
        )
        atMost = try form.optional("atMost", Money.init(form:))
        smallestBasket = try form.optional("smallestBasket", Money.init(form:))
        departments = try form.optional("departments") { value throws(JSONFault) in
            try value.list { name throws(JSONFault) in try name.text() }
        }
        items = try form.optional("items") { value throws(JSONFault) in
            try value.list { item throws(JSONFault) in try item.integer() }
        }
        membersOnly = try truth("membersOnly")
        perBasket = try form.optionalInteger("perBasket")
        stacks = try truth("stacks")
        singleUse = try truth("singleUse")
        if let fault = faults.first {
            throw .value("is no coupon: \(fault)", fix: "write it as a till does")
        }
    }
}
