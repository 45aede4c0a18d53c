internal import Loyalty
internal import Retail
internal import StrictJSON

extension CompletedSale {
    var form: JSONObject {
        [
            "accrual": accrual.map { .object($0.form) },
            "at": .text(at.description),
            "change": .integer(change.minorUnits),
            "leases": leases.map { .object($0.form) },
            "lines": .list(lines.map { .object($0.form) }),
            "member": member.map { .integer($0.number) },
            "place": .object(place.form),
            "receipt": .object(receipt.form),
            "reference": reference.map(JSONValue.text),
            "sale": sale.form,
            "tenders": .list(tenders.map { .object($0.form) }),
        ]
    }

    init(form: JSONObject) throws(JSONFault) {
        self.init(
            sale: try form.field("sale", OperationID.init(form:)),
            reference: try form.optionalText("reference"),
            place: try form.field("place", Place.init(form:)),
            receipt: try form.field("receipt", ReceiptNumber.init(form:)),
            at: try form.field("at", SaleTime.init(form:)),
            member: try form.optional("member", MemberID.init(form:)),
            lines: try form.field("lines") { value throws(JSONFault) in
                try value.list(LineItem.init(form:))
            },
            tenders: try form.field("tenders") { value throws(JSONFault) in
                try value.list(Tender.init(form:))
            },
            change: try form.field("change", Money.init(form:)),
            accrual: try form.optional("accrual", PinnedAccrual.init(form:)),
            leases: try form.optional("leases", SaleLeases.init(form:))
        )
    }
}

extension PinnedAccrual {
    fileprivate var form: JSONObject {
        [
            "accrual": .object([
                "points": .integer(accrual.points.value),
                "weighted": .integer(accrual.weighted.minorUnits),
            ]),
            "programme": .text(programme.description),
        ]
    }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            programme: try form.field("programme") { value throws(JSONFault) in
                try value.spelling("a programme's version as r1@1") { ProgrammeVersion($0) }
            },
            accrual: try form.field("accrual") { value throws(JSONFault) in
                let form = try value.object()
                return Accrual(
                    weighted: try form.field("weighted", Money.init(form:)),
                    points: Points(try form.integer("points"))
                )
            }
        )
    }
}
