import Retail
import TestSupport
import Testing

/// Goods that come back, and what goes back for them.
///
/// Lines read `pieces@amount`, `grams g@amount`, `0@-amount` for a coupon that was a line of its
/// own; returns read `line:pieces`, or `all`, with a bar between one return and the next.
struct ReturnMachineTests {
    typealias Row = (sold: String, paid: String, returns: String, answers: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("3@1000",          "cash:1000",         "1:1 | 1:1 | 1:1", "333 | 333 | 334",     "the fen that is over comes with the last"),
        ("3@1000",          "cash:1000",         "1:2 | 1:1",       "666 | 334",           "however they come"),
        ("3@1000",          "cash:2000",         "all",             "1000",                "change is not paid twice"),
        ("1@500 2@300",     "cash:800",          "2:1 | all",       "150 | 650",           "all is what is not back yet"),
        ("2@1000 0@-100",   "cash:900",          "1:1 | 1:1",       "450 | 450",           "a coupon goes with the goods"),
        ("1@500 1@100 0@-600", "",               "1:1 | 2:1",       "nothing | nothing",   "what was free is free"),
        ("1@500 0@-900 1@100", "",               "all",             "nothing",             "an excess of coupons was never paid"),
        ("1@0 1@100",       "cash:100",          "2:1 | 1:1",       "100 | nothing",       "a gift may come back last"),
        ("415g@1158",       "cash:1158",         "1:100g | 1:315g", "279 | 879",           "a measure comes back by its own"),
        ("2@1000",          "card:600 cash:400", "1:1 | 1:1",       "card500 | card100+400", "cards first, the rest in cash"),
        ("2@1000",          "card:1000",         "1:1 | 1:1",       "card500 | card500",   "no cash for a card's money"),
        ("1@100",           "cash:100",          "all | all",       "100 | allIsBack",     "an order is given back once"),
        ("2@100",           "cash:100",          "all | 1:1",       "100 | allIsBack",     "and not by line after that"),
        ("2@100 1@50",      "cash:150",          "1:2 | 1:1",       "100 | moreThanSold",  "nor a line of which nothing is left"),
        ("2@100 1@50",      "cash:150",          "1:3",             "moreThanSold",        "nor more than was sold"),
        ("2@100",           "cash:100",          "1:1 1:2",         "moreThanSold",        "nor in two words at once"),
        ("2@100",           "cash:100",          "1:0",             "notAQuantity",        "nothing is no return"),
        ("2@100",           "cash:100",          "1:-1",            "notAQuantity",        "nor is less than nothing"),
        ("2@100",           "cash:100",          "2:1",             "noSuchLine",          "there is one line"),
        ("2@100",           "cash:100",          "1:100g",          "otherMeasure",        "pieces are no grams"),
        ("2@100 0@-50",     "cash:50",           "2:1",             "noGoods",             "a coupon alone brings nothing back"),
        ("2@100",           "cash:100",          "",                "nothing",             "somebody has to say what"),
    ]

    @Test(arguments: rows.indices)
    func `what comes back has its worth, once`(_ index: Int) throws {
        let row = Self.rows[index]
        var machine = try Self.machine(row.sold, row.paid)
        let events = row.returns.split(separator: "|", omittingEmptySubsequences: false)
        let answers = try events.map { event in
            let before = machine
            let action = machine.handle(try Self.event("\(event)"))
            if case .refuse = action { #expect(machine == before, "a refusal changes nothing") }
            return Self.text(action)
        }
        #expect(answers.joined(separator: " | ") == row.answers, "\(row.why)")
    }

    @Test func `whatever comes back in whatever parts, a sale and its returns are nothing`() {
        for seed in Dice.seeds(400) {
            var trade = ReturnTrade(seed: seed)
            #expect(trade.run(by: .cumulative) == [], "SUANPAN_SEED=\(seed)")
        }
    }

    @Test(arguments: [ReturnTrade.Way.eachByItself, .unitPrice, .allInCash])
    func `a machine that rounds otherwise is found out`(_ way: ReturnTrade.Way) {
        let caught = (0..<100).contains { (seed: UInt64) in
            var trade = ReturnTrade(seed: seed)
            return !trade.run(by: way).isEmpty
        }
        #expect(caught)
    }

    @Test func `what the customer keeps is what is not back`() throws {
        var machine = try Self.machine("3@1000 0@-100", "cash:900")
        _ = machine.handle(try Self.event("1:1"))
        #expect(machine.kept.map(\.quantity) == [.count(2), .count(0)])
        // The goods and the coupon are rounded each for itself, the refund once.
        let sum = SaleTotals(machine.kept).payable + machine.refunded
        #expect((899...900).contains(sum.minorUnits), "a part of a cent for each coupon")
        _ = machine.handle(.giveBackAll)
        #expect(machine.isWhole)
        #expect(machine.kept.allSatisfy { $0.gross == .zero && $0.payable == .zero })
    }

    @Test func `no amount is too large on the way`() throws {
        let many = Quantity.measure(thousandths: .max, unit: "g")
        var line = item(Int64.max / 2)
        line.quantity = many
        var machine = ReturnMachine(lines: [line], tenders: [cash(.max / 2)], change: .zero)
        let half = Quantity.measure(thousandths: .max / 2, unit: "g")
        guard case .refund(let refund) = machine.handle(.giveBack([.init(line: 0, quantity: half)]))
        else {
            Issue.record("it was refused")
            return
        }
        #expect(refund.amount.minorUnits == Int64.max / 4)
        #expect(Self.text(machine.handle(.giveBackAll)) == "\(Int64.max / 2 - Int64.max / 4)")
    }
}

extension ReturnMachineTests {
    struct NotInNotation: Error {}

    static func machine(_ sold: String, _ paid: String) throws -> ReturnMachine {
        let lines = try sold.split(separator: " ").map { try line("\($0)") }
        let tenders = try paid.split(separator: " ").map { try tender("\($0)") }
        let change = tenders.sum(\.amount) - SaleTotals(lines).due
        return ReturnMachine(lines: lines, tenders: tenders, change: change)
    }

    private static func line(_ word: String) throws -> LineItem {
        let parts = word.split(separator: "@")
        guard parts.count == 2, let amount = Int64(parts[1]) else { throw NotInNotation() }
        var line = item(amount)
        line.quantity = try quantity("\(parts[0])")
        return line
    }

    private static func quantity(_ word: String) throws -> Quantity {
        if word.hasSuffix("g"), let grams = Int64(word.dropLast()) {
            return .measure(thousandths: grams, unit: "kg")
        }
        guard let pieces = Int64(word) else { throw NotInNotation() }
        return .count(pieces)
    }

    private static func tender(_ word: String) throws -> Tender {
        let parts = word.split(separator: ":")
        guard parts.count == 2, let amount = Int64(parts[1]) else { throw NotInNotation() }
        return parts[0] == "cash" ? cash(amount) : card(amount)
    }

    static func event(_ words: String) throws -> ReturnMachine.Event {
        let words = words.split(separator: " ")
        if words == ["all"] { return .giveBackAll }
        return .giveBack(
            try words.map { word in
                let parts = word.split(separator: ":")
                guard parts.count == 2, let line = Int(parts[0]) else { throw NotInNotation() }
                return ReturnItem(line: line - 1, quantity: try quantity("\(parts[1])"))
            }
        )
    }

    static func text(_ action: ReturnMachine.Action) -> String {
        switch action {
        case .refund(let refund):
            let tenders = refund.tenders.map { tender in
                (tender.kind == .cash ? "" : "card") + "\(tender.amount.minorUnits)"
            }
            return tenders.isEmpty ? "nothing" : tenders.joined(separator: "+")
        case .refuse(.nothing): return "nothing"
        case .refuse(.noSuchLine): return "noSuchLine"
        case .refuse(.noGoods): return "noGoods"
        case .refuse(.otherMeasure): return "otherMeasure"
        case .refuse(.notAQuantity): return "notAQuantity"
        case .refuse(.moreThanSold): return "moreThanSold"
        case .refuse(.allIsBack): return "allIsBack"
        }
    }
}
