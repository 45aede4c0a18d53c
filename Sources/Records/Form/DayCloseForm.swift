internal import Loyalty
internal import Retail
internal import StrictJSON

extension DayClose {
    var form: JSONObject {
        [
            "at": .text(at.description),
            "countedCash": countedCash.map { .integer($0.minorUnits) },
            "day": day.form,
            "lastReceipt": .integer(Int64(lastReceipt)),
            "left": .object([
                "inDoubt": .integer(left.inDoubt),
                "parked": .integer(left.parked),
                "unsent": .integer(left.unsent),
            ]),
            "number": .integer(number),
            "place": .object(place.form),
            "takings": .object(takings.form),
        ]
    }

    init(form: JSONObject) throws(JSONFault) {
        self.init(
            number: try form.integer("number"),
            day: try form.field("day", BusinessDay.init(form:)),
            lastReceipt: try form.integer("lastReceipt"),
            place: try form.field("place", Place.init(form:)),
            at: try form.field("at", SaleTime.init(form:)),
            takings: try form.field("takings", Takings.init(form:)),
            countedCash: try form.optional("countedCash", Money.init(form:)),
            left: try form.field("left", Left.init(form:))
        )
    }
}

extension DayClose.Left {
    fileprivate init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init(
            parked: try form.integer("parked"),
            inDoubt: try form.integer("inDoubt"),
            unsent: try form.integer("unsent")
        )
    }
}

extension Takings {
    fileprivate var form: JSONObject {
        [
            "due": .integer(due.minorUnits),
            "lines": .integer(lines),
            "makerCoupon": .integer(makerCoupon.minorUnits),
            "net": .integer(net.minorUnits),
            "points": .integer(points.value),
            "refunded": .integer(refunded.minorUnits),
            "returns": .integer(returns),
            "sales": .integer(sales),
            "tenders": .list(
                Tender.Kind.allCases.filter { tenders[$0] != .zero }.map { kind in
                    .object(Tender(kind, tenders[kind]).form)
                }
            ),
        ]
    }

    fileprivate init(form value: JSONValue) throws(JSONFault) {
        let form = try value.object()
        self.init()
        sales = try form.integer("sales")
        lines = try form.integer("lines")
        net = try form.field("net", Money.init(form:))
        makerCoupon = try form.field("makerCoupon", Money.init(form:))
        due = try form.field("due", Money.init(form:))
        points = Points(try form.integer("points"))
        refunded = try form.field("refunded", Money.init(form:))
        returns = try form.integer("returns")
        let amounts = try form.field("tenders") { value throws(JSONFault) in
            try value.list(Tender.init(form:))
        }
        for tender in amounts {
            guard tenders[tender.kind] == .zero else {
                throw .value("\(tender.kind.rawValue) stands there twice", fix: "sum it")
                    .under("tenders")
            }
            tenders[tender.kind] = tender.amount
        }
    }
}
