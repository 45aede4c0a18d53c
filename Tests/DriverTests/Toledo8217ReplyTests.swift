import Drivers
import TestSupport
import Testing

struct Toledo8217ReplyTests {
    typealias Row = (body: String, reply: Toledo8217Reply?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("01.250",    .weight(thousandths: 1_250, isNet: false),  "kilograms"),
        ("01.250N",   .weight(thousandths: 1_250, isNet: true),   "net"),
        ("01.250 N",  .weight(thousandths: 1_250, isNet: true),   "net, set apart"),
        (" 1.250",    .weight(thousandths: 1_250, isNet: false),  "a blank in front"),
        ("00.000",    .weight(thousandths: 0, isNet: false),      "zero is a weight"),
        ("99.999",    .weight(thousandths: 99_999, isNet: false), "the most of five digits"),
        ("03.45",     .weight(thousandths: 3_450, isNet: false),  "hundredths of a pound"),
        ("150.000",   .weight(thousandths: 150_000, isNet: false), "a floor scale"),
        ("?A",        .status([.motion, .fixed]),                 "in motion"),
        ("?B",        .status([.overCapacity, .fixed]),           "over capacity"),
        ("?D",        .status([.underZero, .fixed]),              "under zero"),
        ("?H",        .status([.outsideZeroRange, .fixed]),       "outside the zero range"),
        ("?p",        .status([.centreOfZero, .net, .fixed]),     "at zero, net"),
        ("E",         .taken(0x45),                               "echo is on"),
        ("",          nil,                                        "nothing"),
        ("?",         nil,                                        "half a status"),
        ("?AB",       nil,                                        "too much of one"),
        ("1250",      nil,                                        "no point"),
        ("01.2",      nil,                                        "tenths"),
        ("01.2500",   nil,                                        "tenths of grams"),
        ("1234.000",  nil,                                        "more than a counter carries"),
        ("0 .250",    nil,                                        "a blank inside"),
        ("-1.250",    nil,                                        "a sign: under zero is a status"),
        ("01.25NN",   nil,                                        "net twice"),
        ("0a.250",    nil,                                        "a letter"),
        ("0.1.250",   nil,                                        "two points"),
        ("       1.250", nil,                                     "too long"),
    ]

    @Test(arguments: rows)
    func `a reply is read or refused`(_ row: Row) {
        #expect(Toledo8217Reply(Array(row.body.utf8)) == row.reply)
    }

    @Test func `every weight of five digits is read as it stands`() {
        var wrong = 0
        for amount in 0...99_999 {
            let digits = String(amount + 100_000).dropFirst()
            let body = Array("\(digits.prefix(2)).\(digits.dropFirst(2))".utf8)
            if Toledo8217Reply(body) != .weight(thousandths: amount, isNet: false) { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test func `noise is no weight below zero and never traps`() {
        let seed = Dice.seed(for: "scale replies")
        var dice = Dice(seed: seed)
        let alphabet = Array(" 0123456789..N?AE\u{2}\r".utf8)
        for _ in 0..<100_000 {
            let body = (0..<Int.random(in: 0...12, using: &dice)).map { _ in
                Int.random(in: 0...9, using: &dice) == 0
                    ? UInt8.random(in: 0...255, using: &dice)
                    : alphabet.randomElement(using: &dice) ?? 0
            }
            guard case .weight(let thousandths, _) = Toledo8217Reply(body) else { continue }
            #expect((0...999_999).contains(thousandths), "seed \(seed): \(body)")
        }
    }
}
