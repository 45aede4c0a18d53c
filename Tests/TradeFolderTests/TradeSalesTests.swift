import Foundation
import Retail
import TestSupport
import Testing
import TradeFolder

struct TradeSalesTests {
    @Test(arguments: ["sales.jsonl", "sales.jsonl.gz"])
    func `a sale is read with every fact, packed or plain`(name: String) throws {
        let sale = try withFolder([name: saleLine(77) + "\n"]) { folder in
            var sales = try folder.sales()
            let first = sales.next()
            return try #require(first).get()
        }
        #expect(sale.reference == "77")
        #expect(sale.at.description == "2017-05-01T09:30:00-04:00")
        #expect(sale.day.description == "2017-05-01")
        #expect(sale.place == Place(store: 298, till: 3))
        #expect(sale.receipt == 1)
        #expect(sale.member == MemberID(318))
        #expect(sale.lines.map(\.product) == [11, 12, 13])
        #expect(sale.lines.map(\.quantity) == [1, 0, 2])
        #expect(sale.lines.map(\.kind) == [nil, .coupon, nil])
        #expect(sale.lines.map(\.net.minorUnits) == [239, 0, 400])
        #expect(sale.lines[1].makerCoupon.minorUnits == 50)
        #expect(sale.lines[2].memberDiscount.minorUnits == 90)
        #expect(sale.lines[2].couponMatch.minorUnits == 10)
        #expect(sale.coupons.map(\.line) == [2, nil])
        #expect(sale.lines[2].coupons == [CouponReference(campaign: 8, coupon: "50813700076")])
    }

    typealias Good = (what: String, change: String, why: String)

    // swift-format-ignore
    static let good: [Good] = [
        ("\"sale\":5",        "\"sale\":\"web-5\"",     "an id may be a word"),
        ("\"member\":318,",   "",                       "a customer without a card"),
        ("\"member\":318",    "\"member\":null",        "said in so many words"),
        ("\"member\":318",    "\"member\":999999",      "a member that no file knows"),
        ("\"product\":11",    "\"product\":424242",     "a product that the catalogue lacks"),
        ("\"store\":298",     "\"store\":1",            "a store that no file knows"),
        ("\"till\":3",        "\"till\":3,\"x\":[{}]",  "a key that we do not know"),
        ("-04:00",            "Z",                      "a clock in Greenwich"),
        ("\"store\":298",     " \"store\" : 298 ",      "blanks between"),
        ("\"grade\":\"A\"",   "\"x\":[true,{\"y\":[]},-1.5e-3,null,{},\"\\u00e9\"]", "any JSON where nobody looks"),
        ("\"at\":\"2017",     "\"at\":\"\\u0032017",   "an escape for what needs none"),
    ]

    @Test(arguments: good)
    func `what is unusual and right is read`(_ row: Good) throws {
        let text = saleLine(5, row.what, row.change) + "\n"
        let result = try withFolder(["sales.jsonl": text]) { try read($0) }
        #expect(result.problems == [])
        #expect(result.good.count == 1)
    }

    typealias Bad = (what: String, change: String, field: String?, says: String)

    // swift-format-ignore
    static let bad: [Bad] = [
        ("\"qty\":2",          "\"qty\":\"two\"",      "lines[2].qty",     "a text is not a whole number"),
        ("\"qty\":2",          "\"qty\":1.5",          "lines[2].qty",     "1.5 is not a whole number"),
        ("\"qty\":2",          "\"qty\":2e3",          "lines[2].qty",     "2e3 is not a whole number"),
        ("\"qty\":2",          "\"qty\":null",         "lines[2].qty",     "null is not a whole number"),
        ("\"qty\":2,",         "",                     "lines[2].qty",     "is missing"),
        ("\"qty\":2",          "\"qty\":-2",           "lines[2].qty",     "-2 is out of bounds"),
        ("\"qty\":2",          "\"qty\":0",            "lines[2].qty",     "0 does not go with the kind ''"),
        ("\"qty\":2",          "\"qty\":99999999999999999999", "lines[2].qty", "99999999999999999999 is not a whole number"),
        ("\"qty\":0",          "\"qty\":3",            "lines[1].qty",     "3 does not go with the kind 'coupon'"),
        ("\"kind\":\"coupon\"", "\"kind\":\"gift\"",   "lines[1].kind",    "'gift' is not known"),
        ("\"gross\":239",      "\"gross\":true",       "lines[0].gross",   "true or false is not a whole number"),
        ("\"gross\":239",      "\"gross\":240",        "lines[0].net",     "239 is not gross less both discounts"),
        ("\"gross\":239",      "\"gross\":10000000001", "lines[0].gross",  "10000000001 is out of bounds"),
        ("\"retail_disc\":90,\"match", "\"retail_disc\":-90,\"match", "lines[2].retail_disc", "-90 is out of bounds"),
        ("\"coupon_disc\":50}", "\"coupon_disc\":51}", "total.coupon_disc", "50 is not the sum of the lines, 51"),
        ("\"paid\":589",       "\"paid\":590",         "total.paid",       "590 is not the sum of the lines, 589"),
        (",\"paid\":589",      "",                     "total.paid",       "is missing"),
        ("\"total\":",         "\"totals\":",          "total",            "is missing"),
        ("\"total\":{",        "\"total\":5,\"t\":{",  "total",            "a number is not a group in braces"),
        ("\"at\":\"2017-05-01T", "\"at\":\"2017-02-29T", "at",             "'2017-02-29T09:30:00-04:00' is not a time"),
        ("\"at\":\"",          "\"at\":17,\"a\":\"",   "at",               "a number is not a text in quotes"),
        ("\"store\":298",      "\"store\":0",          "store",            "0 is out of bounds"),
        ("\"till\":3",         "\"till\":3000000000",  "till",             "3000000000 is out of bounds"),
        ("\"receipt\":1",      "\"receipt\":\"1\"",    "receipt",          "a text is not a whole number"),
        ("\"sale\":5",         "\"sale\":\"\"",        "sale",             "is empty"),
        ("\"sale\":5",         "\"sale\":[5]",         "sale",             "a list is not a whole number"),
        ("\"sale\":5,",        "",                     "sale",             "is missing"),
        ("\"line\":3",         "\"line\":4",           "coupons[0].line",  "4 is out of bounds"),
        ("\"coupon\":\"50813700076\"", "\"coupon\":5", "coupons[0].coupon", "a number is not a text in quotes"),
        ("\"lines\":[",        "\"lines\":[],\"l\":[", "lines",            "is empty"),
        ("\"lines\":[",        "\"lines\":{},\"l\":[", "lines",            "a group is not a list in brackets"),
        ("{\"sale\"",          "[],{\"sale\"",         nil,                "is not JSON at byte 3, where ',' is not the end"),
        ("{\"sale\"",          "sale",                 nil,                "is not JSON at byte 1, where 's' is not a value"),
        ("{\"sale\"",          "{sale",                nil,                "is not JSON at byte 2, where 's' is not a key in quotes"),
        ("{\"sale\":",         "{\"sale\" ",           nil,                "is not JSON at byte 9, where '5' is not a colon"),
        ("\"paid\":589}}",     "\"paid\":589}",        nil,                "is not JSON at byte"),
        ("\"paid\":589}}",     "\"paid\":589}}}",      nil,                "is not JSON at byte"),
        ("\"paid\":589}}",     "\"paid\":589}],",      nil,                "is not JSON at byte"),
        ("\"store\":298",      "\"store\":",           nil,                "is not JSON at byte"),
        ("\"store\":298",      "\"store\":0298",       nil,                "is not JSON at byte"),
        ("\"store\":298",      "\"store\":-",          nil,                "is not JSON at byte"),
        ("\"store\":298",      "\"x\":nul,\"store\":298", nil,           "is not JSON at byte"),
        ("\"grade\":\"A\"",    "\"grade\":\"\\q\"",   nil,                "is not JSON at byte"),
        ("\"grade\":\"A\"",    "\"grade\":\"\\u12G4\"", nil,             "is not JSON at byte"),
        ("\"grade\":\"A\"",    "\"grade\":\"\\uD83D\"", nil,             "is not JSON at byte"),
        ("\"grade\":\"A\"",    "\"grade\":\"\u{1}\"",  nil,                "is not JSON at byte"),
        ("\"grade\":\"A\"",    "\"grade\":" + String(repeating: "[", count: 40), "coupons[0].grade" + String(repeating: "[0]", count: 29), "nests too deep"),
    ]

    @Test(arguments: bad)
    func `a broken line names its file, line and field, and loses no good one`(
        _ row: Bad
    ) throws {
        let text = [saleLine(1), saleLine(5, row.what, row.change), saleLine(2)]
            .joined(separator: "\n")
        let result = try withFolder(["sales.jsonl.gz": text]) { try read($0) }
        #expect(result.good == ["1", "2"])
        let problem = try #require(result.problems.first)
        #expect(result.problems.count == 1)
        #expect(problem.file == "sales.jsonl.gz")
        #expect(problem.line == 2)
        #expect(problem.field == row.field)
        #expect(problem.what.hasPrefix(row.says))
    }

    @Test func `a problem reads as file, line, field, what and what to do`() throws {
        let text = saleLine(1) + "\n" + saleLine(5, "\"qty\":2", "\"qty\":-2")
        let problem = try withFolder(["sales.jsonl": text]) { try read($0).problems[0] }
        #expect(
            problem.description
                == "sales.jsonl:2: lines[2].qty: -2 is out of bounds; "
                + "write a number from 0 to 10000000000"
        )
    }

    // swift-format-ignore
    static let ends: [(text: String, good: [String], why: String)] = [
        ("",                                            [],         "an empty file has no sales"),
        (saleLine(1),                                   ["1"],      "no line end at the end"),
        (saleLine(1) + "\n",                            ["1"],      "one"),
        (saleLine(1) + "\r\n" + saleLine(2) + "\r\n",   ["1", "2"], "as Windows ends lines"),
        ("\n\n" + saleLine(1) + "\n\n" + saleLine(2),   ["1", "2"], "lines with nothing on them"),
    ]

    @Test(arguments: ends)
    func `however lines end, each is read`(
        _ row: (text: String, good: [String], why: String)
    ) throws {
        let result = try withFolder(["sales.jsonl": row.text]) { try read($0) }
        #expect(result.good == row.good)
        #expect(result.problems == [])
    }

    @Test func `a folder without sales says so, and names both files it looked for`() throws {
        let problem = try #require(throws: TradeProblem.self) {
            try withFolder([:]) { try read($0) }
        }
        #expect(problem.file == "sales.jsonl")
        #expect(problem.what.contains("sales.jsonl.gz"))
    }

    @Test func `a line that is too long is passed over, whatever its length`() throws {
        var limits = TradeLimits()
        limits.lineBytes = 1000
        for length in [1001, 70_000, 200_000] {
            let long = "{\"sale\":\"" + String(repeating: "x", count: length) + "\"}"
            let text = [saleLine(1), long, saleLine(2)].joined(separator: "\n")
            let result = try withFolder(["sales.jsonl": text], limits: limits) { try read($0) }
            #expect(result.good == ["1", "2"])
            #expect(result.problems.map(\.line) == [2])
        }
    }

    @Test func `a sale of too many lines is refused, one fewer is read`() throws {
        var limits = TradeLimits()
        limits.saleLines = 3
        let text = saleLine(1)
        var result = try withFolder(["sales.jsonl": text], limits: limits) { try read($0) }
        #expect(result.good == ["1"])
        limits.saleLines = 2
        result = try withFolder(["sales.jsonl": text], limits: limits) { try read($0) }
        #expect(result.problems.map(\.field) == ["lines"])
    }

    @Test func `a packed file cut short gives every whole line and one problem`() throws {
        let lines = (1...2000).map { saleLine($0) }
        let result = try withFolder(["sales.jsonl.gz": lines.joined(separator: "\n")]) { folder in
            try damage(folder, "sales.jsonl.gz", cutting: 300)
            return try read(folder)
        }
        #expect(result.good == (1...result.good.count).map(String.init))
        #expect(result.problems.count == 1)
        #expect(result.problems.first?.what == "ends too early")
        #expect(result.problems.first?.line == result.good.count + 1)
    }

    @Test func `a packed file that is damaged within ends at the damage, and says so`() throws {
        let lines = (1...2000).map { saleLine($0) }
        let result = try withFolder(["sales.jsonl.gz": lines.joined(separator: "\n")]) { folder in
            try damage(folder, "sales.jsonl.gz", cutting: 0)
            return try read(folder)
        }
        #expect(!result.problems.isEmpty)
        #expect(result.problems.allSatisfy { $0.file == "sales.jsonl.gz" })
    }

    @Test func `a packed file that never ends is stopped at the limit`() throws {
        var limits = TradeLimits()
        limits.fileBytes = 100_000
        let text = String(repeating: "\n", count: 1_000_000)
        let result = try withFolder(["sales.jsonl.gz": text], limits: limits) { try read($0) }
        #expect(result.problems.count == 1)
        #expect(result.problems.first?.what == "unpacks to more than 100000 bytes")
    }

    @Test func `random damage to a line never loses its neighbours`() throws {
        let seed = Dice.seed(for: "damaged sales")
        var dice = Dice(seed: seed)
        for round in 0..<300 {
            var bytes = Array(saleLine(5).utf8)
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                let index = Int.random(in: bytes.indices, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[index] = UInt8.random(in: 0x20...0x7E, using: &dice)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &dice), at: index)
                }
            }
            let lines = [saleLine(1), String(decoding: bytes, as: UTF8.self), saleLine(2)]
            let text = lines.joined(separator: "\n")
            let result = try withFolder(["sales.jsonl": text]) { try read($0) }
            let good = result.good
            guard good.first == "1", good.last == "2", good.count + result.problems.count == 3,
                result.problems.allSatisfy({ $0.line == 2 })
            else {
                Issue.record("seed \(seed) round \(round): \(result) from \(lines[1])")
                return
            }
        }
    }
}

/// The reader of JSON by itself: a list of texts goes in, their characters come out.
struct SaleTextTests {
    // swift-format-ignore
    static let ids: [(json: String, id: String, why: String)] = [
        ("\"a\"",                      "a",          "a letter"),
        ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t", "every short escape"),
        ("\"\\u7b97\\u76d8\"",         "算盘",        "escaped characters"),
        ("\"算盘\\u7b97\"",             "算盘算",      "plain ones before"),
        ("\"\\ud83e\\uddee\"",         "\u{1F9EE}",  "a pair of surrogates"),
        ("33015981495",                "33015981495", "a number"),
        ("-1",                         "-1",          "whatever number"),
    ]

    @Test(arguments: ids)
    func `a text comes out as it was meant`(_ row: (json: String, id: String, why: String)) throws {
        let text = saleLine(5, "\"sale\":5", "\"sale\":\(row.json)")
        let result = try withFolder(["sales.jsonl": text]) { try read($0) }
        #expect(result.good == [row.id])
        #expect(result.problems == [])
    }

    @Test func `bytes that are not UTF-8 are a fault of their field`() throws {
        try withFolder(["sales.jsonl": "x"]) { folder in
            let file = URL(filePath: folder.path).appending(path: "sales.jsonl")
            var bytes = Array(saleLine(5, "\"sale\":5", "\"sale\":\"?\"").utf8)
            let place = try #require(bytes.firstIndex(of: 0x3F))
            bytes[place] = 0xC9
            try Data(bytes + Array(("\n" + saleLine(2)).utf8)).write(to: file)
            let result = try read(folder)
            #expect(result.good == ["2"])
            #expect(result.problems.map(\.field) == ["sale"])
        }
    }
}
