import Loyalty
import Records
import Retail
import TestSupport
import Testing

/// The bytes of a return: written once, read for ever, and never believed unread.
struct ReturnFormTests {
    private static let body =
        #"{"at":"2017-05-01T00:01:10-04:00","clerk":"7","lines":[{"item":{"department":"#
        + #""PRODUCE","gross":1158,"makerCoupon":100,"memberDiscount":58,"name":"雪梨/pear","#
        + #""pointsClass":"double","product":21,"quantity":[415,"kg"]},"line":0},{"item":"#
        + ##"{"couponMatch":1,"gross":1,"name":"#5","product":5,"quantity":2},"line":1}],"##
        + #""member":318,"origin":{"place":{"store":298,"till":3},"receipt":{"day":"#
        + #""2017-05-01","number":1},"sale":"015bc22b-4f70-7001-8000-000000000002"},"place":"#
        + #"{"store":298,"till":3},"points":20,"programme":"r1@1","reason":"too sour","#
        + #""receipt":{"day":"2017-05-01","number":2},"return":"#
        + #""015bc22b-4f70-7003-8000-000000000004","tenders":[{"amount":900,"kind":"#
        + #""external-card"},{"amount":100,"kind":"cash"}]}"#

    private static func fact() throws -> Fact {
        let worth = try SaleReturns(Samples.completed).worth(of: .giveBackAll, by: nil).get()
        return .goodsReturned(SaleReturnsTests.stated(worth, of: Samples.completed))
    }

    private static func record(_ body: [UInt8], schema: UInt16 = 1) -> Record {
        Record(
            device: DeviceID(7),
            after: .root(of: DeviceID(7), epoch: 1),
            kind: .goodsReturned,
            schema: schema,
            stamp: Stamp(
                hybrid: .start,
                wallMilliseconds: 0,
                monotonicNanoseconds: 0,
                quality: .local
            ),
            operation: OperationID(milliseconds: 0, chance: (1, 1)),
            body: body
        )
    }

    @Test func `a return is written as it always was`() throws {
        let fact = try Self.fact()
        #expect(fact.kind.rawValue == 33 && fact.schema == 1)
        #expect(String(decoding: fact.body(), as: UTF8.self) == Self.body)
        #expect(try Fact(Self.record(fact.body())) == fact)
    }

    @Test func `a form of a later program is kept for it`() {
        let later = Fact.schema + 1
        #expect(throws: FactFault.unknown(kind: .goodsReturned, schema: later)) {
            try Fact(Self.record(Array(Self.body.utf8), schema: later))
        }
    }

    // swift-format-ignore
    static let grounds: [(reason: String, clerk: String, isTaken: Bool, why: String)] = [
        ("too sour", "7",      true,  "who and why"),
        ("",         "7",      false, "somebody has to say why"),
        ("too sour", "",       false, "somebody has to have taken them"),
        (String(repeating: "a", count: 200), "7", true,  "as long as it may be"),
        (String(repeating: "a", count: 201), "7", false, "no reason is that long"),
        (String(repeating: "算", count: 67), "7", false, "bytes count, and not characters"),
        ("paid with " + String(repeating: "4 1-", count: 6) + "1", "7", false, "a card's number"),
        ("article 123456789012, " + "lot 42", "7", true, "twelve digits are no card's"),
    ]

    @Test(arguments: grounds.indices)
    func `grounds are short words, and no card's number`(_ index: Int) {
        let row = Self.grounds[index]
        let grounds = GoodsReturn.Grounds(reason: row.reason, clerk: row.clerk)
        #expect((grounds != nil) == row.isTaken, "\(row.why)")
    }

    @Test func `no bytes of a return make a program stop`() throws {
        let seed = Dice.seed(for: "returns")
        var dice = Dice(seed: seed)
        let honest = Array(Self.body.utf8)
        let numbers = ["-1", "0", "9223372036854775807", "-9223372036854775808", "1e9", "[]", "{}"]
        for _ in 0..<4000 {
            var text = String(decoding: honest, as: UTF8.self)
            let old = ["415", "1158", "\"line\":0", "900", "20,", "100}", "\"quantity\":2"]
            let target = old.randomElement(using: &dice) ?? "20"
            let number = numbers.randomElement(using: &dice) ?? "0"
            let word = target.firstIndex(of: ":").map { target[...$0] + number } ?? "\(number)"
            text = Self.replacing(target, by: String(word), in: text)
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 0...2, using: &dice) {
                let place = Int.random(in: bytes.indices, using: &dice)
                bytes[place] = UInt8.random(in: 0...255, using: &dice)
            }
            guard case .goodsReturned(let goods)? = try? Fact(Self.record(bytes)) else { continue }
            // What can be read is judged, and no sum of it is too large.
            var returns = SaleReturns(Samples.completed)
            _ = returns.take(goods, by: nil)
            #expect(returns.refunded <= Samples.completed.totals.due, "seed \(seed)")
        }
    }

    private static func replacing(_ old: String, by new: String, in text: String) -> String {
        guard let range = text.firstRange(of: old) else { return text }
        return text.replacingCharacters(in: range, with: new)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with new: String) -> String {
        self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
