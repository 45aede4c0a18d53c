import Foundation
import Loyalty
import Retail
import TestSupport
import Testing
import TradeFolder

struct TradeTableTests {
    static let header =
        "product_id,ean13,department,category,type,brand,manufacturer_id,size,unit,points_class,"
        + "price_cents"
    static let ice = "25671,2100000256716,GROCERY,FRZN ICE,ICE,National,2,22 LB,each,standard,"

    typealias Row = (line: String, display: String, price: Int64?, quantity: Quantity, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("1,21,DAIRY,MILK,WHOLE,B,2,1 L,each,standard,159",   "WHOLE",  159, .count(1500), "the type is its name"),
        ("1,21,DAIRY,MILK,,B,2,1 L,each,standard,159",        "MILK",   159, .count(1500), "else the category"),
        ("1,21,DAIRY,,,B,2,1 L,each,standard,159",            "DAIRY",  159, .count(1500), "else the department"),
        ("1,21,DAIRY,,,B,2,,each,standard,",                  "DAIRY",  nil, .count(1500), "a price is not required"),
        ("1,21,FUEL,,GAS,B,2,,mgal,excluded,",                "GAS",    nil, .measure(thousandths: 1500, unit: "gal"), "by the gallon"),
        ("1,21,DELI,,HAM,B,2,,g,standard,3000",               "HAM",   3000, .measure(thousandths: 1500, unit: "kg"), "by weight"),
        ("1,21,DELI,,OIL,B,2,,ml,standard,3000",              "OIL",   3000, .measure(thousandths: 1500, unit: "l"), "by volume"),
        ("1,21,DAIRY,,\"MILK, WHOLE\",B,2,,each,standard,0",  "MILK, WHOLE", 0, .count(1500), "a quoted comma"),
        ("1,21,PIPES,,\"3\"\" PIPE\",B,2,,each,standard,0",   "3\" PIPE", 0, .count(1500), "a doubled quote"),
    ]

    @Test(arguments: rows)
    func `a product is read with its name, unit and price`(_ row: Row) throws {
        let table = try withFolder(["products.csv": "\(Self.header)\n\(row.line)\n"]) {
            try $0.products()
        }
        #expect(table.problems == [])
        let product = try #require(table.rows.first)
        #expect(product.displayName == row.display)
        #expect(product.price?.minorUnits == row.price)
        #expect(product.unit.quantity(1500) == row.quantity)
    }

    typealias Name = (columns: String, fields: String, display: String, why: String)

    // swift-format-ignore
    static let names: [Name] = [
        ("",                "",                     "WHOLE",        "no such column"),
        (",name",           ",Whole milk",          "Whole milk",   "its own name"),
        (",name,name_zh",   ",Whole milk,全脂牛奶",  "全脂牛奶",      "the Chinese name wins on receipts"),
        (",name,name_zh",   ",Whole milk,",         "Whole milk",   "where there is one"),
        (",name_zh,name",   ",,",                   "WHOLE",        "both may be empty"),
    ]

    @Test(arguments: names)
    func `the optional names come before the type`(_ row: Name) throws {
        let line = "1,21,DAIRY,,WHOLE,B,2,,each,standard,1\(row.fields)"
        let text = "\(Self.header)\(row.columns)\n\(line)"
        let table = try withFolder(["products.csv": text]) { try $0.products() }
        #expect(table.rows.map(\.displayName) == [row.display])
    }

    @Test func `a line with the catalogue's facts is what a till rings`() throws {
        let text = """
            \(Self.header)
            11,21,DAIRY,,WHOLE,B,2,,each,double,1
            13,22,FUEL,,GAS,B,2,,mgal,none,
            """
        let files = ["products.csv": text, "sales.jsonl": saleLine(1)]
        let items = try withFolder(files) { folder in
            let products = try folder.products().rows
            var sales = try folder.sales()
            let first = sales.next()
            let catalogue = Dictionary(uniqueKeysWithValues: products.map { ($0.product, $0) })
            return try #require(first).get().lines.map { $0.item { catalogue[$0] } }
        }
        #expect(items.map(\.article.name) == ["WHOLE", "#12", "GAS"])
        #expect(items.map(\.article.department) == ["DAIRY", nil, "FUEL"])
        #expect(items.map(\.article.pointsClass) == ["double", nil, "none"])
        #expect(items[2].quantity == .measure(thousandths: 2, unit: "gal"))
        #expect(items.map(\.payable.minorUnits) == [239, -50, 400])
        #expect(items[2].coupons.count == 1)
    }

    typealias Bad = (line: String, field: String?, says: String)

    // swift-format-ignore
    static let bad: [Bad] = [
        ("x,21,DAIRY,,W,B,2,,each,standard,1",          "product_id",   "'x' is not a whole number"),
        ("0,21,DAIRY,,W,B,2,,each,standard,1",          "product_id",   "0 is out of bounds"),
        (",21,DAIRY,,W,B,2,,each,standard,1",           "product_id",   "'' is not a whole number"),
        ("25671,21,DAIRY,,W,B,2,,each,standard,1",      "product_id",   "25671 is on line 2 already"),
        ("5,21,,,W,B,2,,each,standard,1",               "department",   "is empty"),
        ("5,21,DAIRY,,W,B,2,,pound,standard,1",         "unit",         "'pound' is not understood"),
        ("5,21,DAIRY,,W,B,2,,each,,1",                  "points_class", "is empty"),
        ("5,21,DAIRY,,W,B,2,,each,standard,1.50",       "price_cents",  "'1.50' is not a whole number"),
        ("5,21,DAIRY,,W,B,2,,each,standard,-1",         "price_cents",  "-1 is out of bounds"),
        ("5,21,DAIRY,,W,B,2,,each,standard",            nil,            "has 10 fields where the header has 11"),
        ("5,21,DAIRY,,W,B,2,,each,standard,1,",         nil,            "has 12 fields where the header has 11"),
        ("5,21,DAIRY,,a \"b\",B,2,,each,standard,1",    nil,            "has a quote within a field that is not quoted"),
        ("5,21,DAIRY,,\"a\"b,B,2,,each,standard,1",     nil,            "has a quote after the end of a quoted field"),
        ("5,21,DAIRY,,\"a,B,2,,each,standard,1",        nil,            "has a quote that is not closed"),
    ]

    @Test(arguments: bad)
    func `a broken row names its file, line and field, and loses no good one`(_ row: Bad) throws {
        let after = (100..<103).map { "\($0),21,DAIRY,,W,B,2,,each,standard,1" }
        let text = ([Self.header, Self.ice, row.line] + after).joined(separator: "\r\n")
        let table = try withFolder(["products.csv.gz": text]) { try $0.products() }
        #expect(table.rows.map(\.product) == [25_671, 100, 101, 102])
        #expect(table.problems.map(\.file) == ["products.csv.gz"])
        #expect(table.problems.map(\.line) == [3])
        #expect(table.problems.map(\.field) == [row.field])
        #expect(table.problems.first?.what.hasPrefix(row.says) == true)
    }

    @Test func `a quote left open near a quoted row loses only its own line`() throws {
        let text = """
            store_id,tills,time_zone
            1,2,"open
            2,2,"America/New_York"
            3,2,Asia/Shanghai
            4,2,"Asia/
            Shanghai"
            """
        let table = try withFolder(["stores.csv": text]) { try $0.stores() }
        #expect(table.rows.map(\.store) == [2, 3, 4])
        #expect(table.rows.last?.timeZone == "Asia/\nShanghai")
        #expect(table.problems.map(\.line) == [2])
    }

    @Test func `text that is not UTF-8 is a problem of its field`() throws {
        try withFolder(["stores.csv": "x"]) { folder in
            let file = URL(filePath: folder.path).appending(path: "stores.csv")
            let head = Array("store_id,tills,time_zone\n1,1,".utf8)
            try Data(head + [0xC9, 0xCF] + Array("\n2,1,x".utf8)).write(to: file)
            let table = try folder.stores()
            #expect(table.rows.map(\.store) == [2])
            #expect(table.problems.map(\.field) == ["time_zone"])
        }
    }

    // swift-format-ignore
    static let headers: [(text: String, field: String?, says: String)] = [
        ("",                                   nil,         "is empty"),
        ("store_id,tills\n1,1\n",              "time_zone", "is missing from the header"),
        ("store_id,tills,tills,time_zone\n",   "tills",     "is the name of two columns"),
        ("Store_id,tills,time_zone\n",         "store_id",  "is missing from the header"),
    ]

    @Test(arguments: headers)
    func `a header that lacks a column stops the file`(
        _ row: (text: String, field: String?, says: String)
    ) throws {
        let problem = try #require(throws: TradeProblem.self) {
            try withFolder(["stores.csv": row.text]) { try $0.stores() }
        }
        #expect(problem.field == row.field)
        #expect(problem.what.hasPrefix(row.says))
    }

    @Test func `columns may stand in any order, and a byte order mark does no harm`() throws {
        let text = "\u{FEFF}time_zone,extra,tills,store_id\nAsia/Shanghai,,3,7\n\n"
        let table = try withFolder(["stores.csv": text]) { try $0.stores() }
        #expect(table.rows == [TradeStore(store: 7, tills: 3, timeZone: "Asia/Shanghai")])
        #expect(table.problems == [])
    }

    @Test func `members and opening days are read, and their faults named`() throws {
        let members = "member_id,card_ean13,age\n1,2900000000018,65+\n2,,\n1,29,\n"
        let opening = """
            member,date,sales,due,r1_points
            1,2017-01-07,1,6847,74
            1,2017-01-32,1,6847,74
            1,2017-01-08,0,6847,74
            """
        let files = ["members.csv": members, "opening_history.csv": opening]
        try withFolder(files) { folder in
            let members = try folder.members()
            #expect(members.rows == [TradeMember(member: MemberID(1), card: "2900000000018")])
            #expect(members.problems.map(\.field) == ["card_ean13", "member_id"])
            let opening = try folder.openingHistory()
            #expect(opening.rows.map(\.points) == [74])
            #expect(opening.problems.map(\.field) == ["date", "sales"])
        }
    }

    @Test func `random damage to a table never loses more than the lines it touched`() throws {
        let seed = Dice.seed(for: "damaged tables")
        var dice = Dice(seed: seed)
        let alphabet = Array("\",x1 \u{E9}".utf8)
        for round in 0..<300 {
            var line = Array("5,1,\"Asia/Shanghai\"".utf8)
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let index = Int.random(in: line.indices, using: &dice)
                line.insert(alphabet.randomElement(using: &dice) ?? 0x22, at: index)
            }
            let broken = String(decoding: line, as: UTF8.self)
            let text = "store_id,tills,time_zone\n1,1,a\n\(broken)\n2,1,b\n3,1,\"c\"\n4,1,d\n"
            let table = try withFolder(["stores.csv": text]) { try $0.stores() }
            let others = table.rows.map(\.store).filter { $0 <= 4 && $0 > 0 }
            guard others.count >= 4, table.rows.count + table.problems.count == 5 else {
                Issue.record("seed \(seed) round \(round): \(table) from \(broken)")
                return
            }
        }
    }
}
