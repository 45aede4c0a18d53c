internal import Loyalty
internal import Retail

/// How the rows of each CSV file are read. Columns that are not named here are passed over.

extension TradeProduct: TradeRecord {
    static let columns = [
        "product_id", "ean13", "department", "category", "type", "unit", "points_class",
        "price_cents",
    ]

    var key: Int64? { product }

    init(_ row: TradeRow, limits: TradeLimits) throws(FieldFault) {
        product = try row.integer("product_id", in: 1...Int64.max)
        barcode = try row.text("ean13")
        department = try row.word("department")
        category = try row.text("category")
        type = try row.text("type")
        name = try row.wordIfAny("name")
        nameZh = try row.wordIfAny("name_zh")
        let units = TradeUnit.allCases.map(\.rawValue).joined(separator: ", ")
        unit = try row.value("unit", like: "one of \(units)") { TradeUnit(rawValue: $0) }
        pointsClass = try row.word("points_class")
        price = nil
        if try row.wordIfAny("price_cents") != nil {
            price = Money(minorUnits: try row.integer("price_cents", in: 0...limits.amount))
        }
    }
}

extension TradeStore: TradeRecord {
    static let columns = ["store_id", "tills", "time_zone"]

    var key: Int64? { Int64(store) }

    init(_ row: TradeRow, limits: TradeLimits) throws(FieldFault) {
        store = Int32(try row.integer("store_id", in: 1...Int64(Int32.max)))
        tills = Int32(try row.integer("tills", in: 1...1000))
        timeZone = try row.word("time_zone")
    }
}

extension TradeMember: TradeRecord {
    static let columns = ["member_id", "card_ean13"]

    var key: Int64? { member.number }

    init(_ row: TradeRow, limits: TradeLimits) throws(FieldFault) {
        member = MemberID(try row.integer("member_id", in: 1...Int64.max))
        card = try row.word("card_ean13")
        name = try row.wordIfAny("name")
        phone = try row.wordIfAny("phone")
    }
}

extension OpeningDay: TradeRecord {
    static let columns = ["member", "date", "sales", "due", "r1_points"]

    var key: Int64? { nil }

    init(_ row: TradeRow, limits: TradeLimits) throws(FieldFault) {
        member = MemberID(try row.integer("member", in: 1...Int64.max))
        day = try row.value("date", like: "2017-05-31") { BusinessDay($0) }
        sales = Int(try row.integer("sales", in: 1...100_000))
        due = Money(minorUnits: try row.integer("due", in: 0...limits.amount))
        points = Points(try row.integer("r1_points", in: 0...limits.amount))
    }
}
