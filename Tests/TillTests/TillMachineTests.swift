import Loyalty
import Records
import Retail
import Testing
import Till

/// What a till decides: the events so far, one more, the answer, and the facts it states.
struct TillMachineTests {
    typealias Row = (before: String, event: String, answer: String, facts: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("",                        "ring",      "noDayOpen",      "",         "no books, no sale"),
        ("",                        "total",     "noDayOpen",      "",         "nor a total"),
        ("",                        "day",       "done",           "day",      "the books are opened"),
        ("",                        "1970",      "clock 1970-01-02", "",       "a box whose clock has no battery"),
        ("day",                     "1970",      "clock 1970-01-02", "",       "the day that is open goes on"),
        ("day",                     "day",       "done",           "",         "they are open already: no fact"),
        ("day",                     "tomorrow",  "done",           "day",      "the next day"),
        ("day",                     "yesterday", "dayCannotOpen",  "",         "days do not go back"),
        ("day ring",                "tomorrow",  "dayCannotOpen",  "",         "a sale is open"),
        ("day ring",                "day",       "done",           "",         "the day that is open, in a sale"),
        ("day ring suspend",        "tomorrow",  "done",           "day",      "a parked basket waits over night"),
        ("day ring total",          "tomorrow",  "dayCannotOpen",  "",         "the customer is paying"),

        ("day",                     "ring",      "done",           "ring",     "the first item begins the sale"),
        ("day",                     "member",    "done",           "member",   "so does a card"),
        ("day",                     "total",     "nothingRung",    "",         "nothing to pay"),
        ("day",                     "cash:100",  "nothingRung",    "",         "money for nothing"),
        ("day",                     "exact",     "notYet",         "",         "nor exactly"),
        ("day",                     "void",      "done",           "void",     "an empty sale is given up"),
        ("day",                     "void1",     "noSuchLine",     "",         "no line to take back"),
        ("day",                     "suspend",   "nothingRung",    "",         "nothing to park"),
        ("day",                     "resume",    "nothingParked",  "",         "nothing to take up"),

        ("day ring",                "void1",     "done",           "voidLine", "the line is taken back"),
        ("day ring",                "void9",     "noSuchLine",     "",         "there is no ninth"),
        ("day ring void1",          "void1",     "noSuchLine",     "",         "it is voided already"),
        ("day ring void1",          "total",     "nothingRung",    "",         "every line is voided"),
        ("day ring",                "total",     "done",           "",         "asking changes no money: no fact"),
        ("day ring",                "cash:100",  "notYet",         "",         "ask for the total first"),
        ("day ring",                "suspend",   "done",           "suspend",  "parked"),
        ("day ring",                "resume",    "counterIsTaken", "",         "another basket lies there"),
        ("day ring",                "void",      "done",           "void",     "given up"),

        ("day ring total",          "cash:100",  "#1 1.00 0.00",   "sale",     "paid to the cent"),
        ("day ring total",          "cash:250",  "#1 1.00 1.50",   "sale",     "with change"),
        ("day ring total",          "card:250",  "onlyCashGivesChange", "",    "a card is charged what is due"),
        ("day ring total",          "cash:0",    "notAnAmount",    "",         "nothing is no tender"),
        ("day ring total",          "cash:-5",   "notAnAmount",    "",         "nor less than nothing"),
        ("day ring total",          "cash:40",   "done",           "tender",   "part of it"),
        ("day ring total cash:40",  "card:60",   "#1 1.00 0.00",   "sale",     "the rest in another kind"),
        ("day ring total cash:40",  "exact",     "#1 1.00 0.00",   "sale",     "exactly the rest"),
        ("day ring total cash:40",  "ring",      "partlyPaid",     "",         "money is in the drawer"),
        ("day ring total cash:40",  "void",      "back 0.40 0.00", "void",     "given up: the cash goes back"),
        ("day ring total cash:40 void", "exact", "notYet",         "",         "nothing is left to pay"),
        ("day ring total",          "ring",      "done",           "ring",     "one more item before any money"),
        ("day ring total",          "suspend",   "beingPaid",      "",         "a paying customer is not parked"),
        ("day ring total",          "total",     "beingPaid",      "",         "it was asked for"),

        ("day ring",                "exact",     "#1 1.00 0.00",   "sale",     "total and cash in one key"),
        ("day free",                "total",     "#1 0.00 0.00",   "sale",     "nothing due completes at total"),
        ("day free",                "exact",     "#1 0.00 0.00",   "sale",     "and at exact cash"),

        ("",                        "close",     "noDayOpen",      "",         "no books to close"),
        ("day",                     "close",     "Z1 0 0.00",      "close",    "a day without a customer"),
        ("day ring",                "close",     "counterIsTaken", "",         "somebody stands there"),
        ("day ring suspend",        "close",     "Z1 0 0.00",      "close",    "a parked basket waits over night"),
        ("day ring exact",          "close",     "Z1 1 1.00",      "close",    "what was sold"),
        ("day ring exact close",    "close",     "Z2 0 0.00",      "close",    "nothing stands in two reports"),
        ("day ring exact close",    "ring",      "done",           "ring",     "a late customer is served"),
        ("day ring exact close ring exact", "close", "Z2 1 1.00",  "close",    "and is in the next report"),
        ("day ring suspend close tomorrow resume exact", "close", "Z2 1 1.00", "close", "as is what was parked"),
        ("day ring suspend close",  "resume",    "done",           "resume",   "a close ends no basket"),

        ("day ring suspend",        "resume",    "done",           "resume",   "taken up again"),
        ("day ring suspend",        "ring",      "done",           "ring",     "the next customer is served"),
        ("day ring suspend",        "total",     "nothingRung",    "",         "the counter is free"),
        ("day ring suspend ring",   "resume",    "counterIsTaken", "",         "one basket at a time"),
        ("day ring exact",          "cash:100",  "nothingRung",    "",         "the sale is over"),
        ("day ring exact",          "ring",      "done",           "ring",     "a new one begins"),
        ("day ring exact ring",     "exact",     "#2 1.00 0.00",   "sale",     "the next number"),
        ("day ring exact tomorrow ring", "exact", "#1 1.00 0.00",  "sale",     "every day counts from 1"),
        ("day ring void ring",      "exact",     "#1 1.00 0.00",   "sale",     "a void takes no number"),
    ]

    @Test(arguments: rows)
    func `an event has one answer, and states what it changed`(_ row: Row) {
        var bench = MachineBench(row.before)
        let before = bench.machine
        let decision = bench.handle(event(row.event))
        #expect(word(decision.answer) == row.answer)
        #expect(decision.facts.map { word($0.fact) }.joined(separator: " ") == row.facts)
        if case .refused = decision.answer {
            #expect(bench.machine.current == before.current)
            #expect(bench.machine.parked == before.parked)
            #expect(bench.machine.lastReceipt == before.lastReceipt)
        }
    }

    @Test func `the basket parked last is taken up first`() {
        var bench = MachineBench("day ring suspend free suspend")
        #expect(bench.machine.parked.count == 2)
        _ = bench.handle(.resume)
        #expect(bench.machine.current?.machine.basket.lines.map(\.article.name) == ["bag"])
        #expect(bench.machine.parked.map(\.machine.basket.lines.count) == [1])
    }

    @Test func `a sale states who paid what for what, and by which rules it earned`() throws {
        var bench = MachineBench("day ring ring ring void1 member total cash:150")
        let decision = bench.handle(event("cash:100"))
        guard case .saleCompleted(let sale) = decision.facts.first?.fact else {
            Issue.record("no sale in \(decision.facts)")
            return
        }
        #expect(sale.lines.count == 2)
        #expect(sale.tenders.map(\.amount.minorUnits) == [150, 100])
        #expect(sale.change == Money(minorUnits: 50))
        #expect(sale.member == MemberID(318))
        #expect(sale.accrual?.programme == ProgrammeVersion(id: "r1", version: 1))
        #expect(sale.accrual?.accrual.points == 2)
        #expect(sale.receipt == ReceiptNumber(day: TestBench.day, number: 1))
        #expect(sale.place == TestBench.place)
        #expect(sale.at == TestBench.time)
        #expect(decision.facts.first?.operation == sale.sale)
    }

    @Test func `a sale taken over from another system keeps its name there`() {
        var bench = MachineBench("day ring")
        _ = bench.handle(.total(reference: "32957993617"))
        let decision = bench.handle(.tenderExact(.cash, reference: "32957993617"))
        guard case .saleCompleted(let sale) = decision.facts.first?.fact else {
            Issue.record("no sale in \(decision.facts)")
            return
        }
        #expect(sale.reference == "32957993617")
        #expect(sale.member == nil)
        #expect(sale.accrual == nil)
    }
}
