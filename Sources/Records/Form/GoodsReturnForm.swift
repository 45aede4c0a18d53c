internal import Loyalty
internal import Retail
internal import StrictJSON

extension GoodsReturn {
    var form: JSONObject {
        [
            "at": .text(at.description),
            "clerk": .text(grounds.clerk),
            "lines": .list(lines.map { .object($0.form) }),
            "member": member.map { .integer($0.number) },
            "origin": .object(origin.form),
            "place": .object(place.form),
            "points": .integer(points.value),
            "programme": programme.map { .text($0.description) },
            "reason": .text(grounds.reason),
            "receipt": .object(receipt.form),
            "return": name.form,
            "tenders": .list(tenders.map { .object($0.form) }),
        ]
    }

    init(form: JSONObject) throws(JSONFault) {
        let grounds = Grounds(reason: try form.text("reason"), clerk: try form.text("clerk"))
        guard let grounds else {
            throw .value(
                "says not who took the goods and why, or in too many words",
                fix: "write a reason and a clerk, \(Grounds.limit) bytes each at most"
            )
        }
        self.init(
            name: try form.field("return", OperationID.init(form:)),
            origin: try form.field("origin", Origin.init(form:)),
            place: try form.field("place", Place.init(form:)),
            receipt: try form.field("receipt", ReceiptNumber.init(form:)),
            at: try form.field("at", SaleTime.init(form:)),
            member: try form.optional("member", MemberID.init(form:)),
            lines: try form.field("lines") { value throws(JSONFault) in
                try value.list(ReturnedLine.init(form:))
            },
            tenders: try form.field("tenders") { value throws(JSONFault) in
                try value.list(Tender.init(form:))
            },
            programme: try form.optional("programme") { value throws(JSONFault) in
                try value.spelling("a programme's version as r1@1") { ProgrammeVersion($0) }
            },
            points: Points(try form.integer("points")),
            grounds: grounds
        )
    }
}

extension GoodsReturn.Origin {
    fileprivate var form: JSONObject {
        ["place": .object(place.form), "receipt": .object(receipt.form), "sale": sale.form]
    }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            sale: try form.field("sale", OperationID.init(form:)),
            place: try form.field("place", Place.init(form:)),
            receipt: try form.field("receipt", ReceiptNumber.init(form:))
        )
    }
}

extension ReturnedLine {
    fileprivate var form: JSONObject {
        ["item": .object(item.form), "line": .integer(Int64(line))]
    }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            line: try form.integer("line"),
            item: try form.field("item", LineItem.init(form:))
        )
    }
}
