import Records
import Retail
import Testing

/// The bytes of a basket that took a coupon: the line that it is, and the rule beside it.
struct CouponFormTests {
    private static let body =
        #"{"coupon":{"amountOff":2000,"departments":["PRODUCE"],"firstDay":"2017-05-01","#
        + #""id":"SAVE20","items":[21],"lastDay":"2017-05-31","membersOnly":true,"#
        + #""name":"满100减20","perBasket":2,"smallestBasket":10000,"stacks":false},"#
        + #""item":{"coupons":[{"campaign":0,"coupon":"SAVE20"}],"name":"满100减20","#
        + #""product":0,"quantity":0},"sale":"015bc22b-4f70-7001-8000-000000000002"}"#

    private static let coupon = {
        var coupon = Coupon(
            id: "SAVE20",
            name: "满100减20",
            amountOff: Money(minorUnits: 2000),
            firstDay: Samples.day,
            lastDay: Samples.day.advanced(by: 30)
        )
        coupon.departments = ["PRODUCE"]
        coupon.items = [21]
        coupon.membersOnly = true
        coupon.perBasket = 2
        coupon.smallestBasket = Money(minorUnits: 10_000)
        coupon.stacks = false
        return coupon
    }()

    private static func record(_ body: String) -> Record {
        Record(
            device: DeviceID(7),
            after: .root(of: DeviceID(7), epoch: 1),
            kind: .itemRung,
            schema: 1,
            stamp: Stamp(
                hybrid: .start,
                wallMilliseconds: 0,
                monotonicNanoseconds: 0,
                quality: .local
            ),
            operation: OperationID(milliseconds: 0, chance: (1, 1)),
            body: Array(body.utf8)
        )
    }

    private static func fact(_ coupon: Coupon) -> Fact {
        .basket(BasketFact(sale: Samples.sale, event: .coupon(coupon)))
    }

    @Test func `a coupon is written as it always was, and read back`() throws {
        let fact = Self.fact(Self.coupon)
        #expect(fact.kind == .itemRung && fact.schema == 1)
        #expect(String(decoding: fact.body(), as: UTF8.self) == Self.body)
        #expect(try Fact(Self.record(Self.body)) == fact)
    }

    @Test func `a share comes back with its bound`() throws {
        var coupon = Self.coupon
        coupon.amountOff = nil
        coupon.shareOff = 1500
        coupon.atMost = Money(minorUnits: 5000)
        let fact = Self.fact(coupon)
        let body = String(decoding: fact.body(), as: UTF8.self)
        #expect(try Fact(Self.record(body)) == fact)
    }

    @Test func `without the rule it is the line that an older program reads`() throws {
        let end = try #require(Self.body.firstRange(of: "\"item\""))
        let line = "{" + Self.body[end.lowerBound...]
        let fact = Fact.basket(BasketFact(sale: Samples.sale, event: .ring(Self.coupon.line)))
        #expect(try Fact(Self.record(line)) == fact)
    }

    @Test func `a code is written beside its coupon, and read back with it`() throws {
        var coupon = Self.coupon
        coupon.singleUse = true
        let event = SaleMachine.Event.coupon(coupon, CouponCode("SAVE20-7F3K9Q"))
        let fact = Fact.basket(BasketFact(sale: Samples.sale, event: event))
        let body = String(decoding: fact.body(), as: UTF8.self)
        #expect(body.hasPrefix(#"{"code":"SAVE20-7F3K9Q","coupon":{"#))
        #expect(try Fact(Self.record(body)) == fact)
        for (right, wrong) in [
            (#""code":"SAVE20-7F3K9Q","#, ""), ("SAVE20-7F3K9Q", "SAVE21-7F3K9Q"),
            ("SAVE20-7F3K9Q", "SAVE20"), (#""singleUse":true,"#, ""),
        ] {
            #expect(body.contains(right))
            let text = body.replacing(right, with: wrong)
            #expect(throws: FactFault.self, "\(wrong)") { try Fact(Self.record(text)) }
        }
    }

    @Test func `a rule that no till can go by is none`() {
        let wrong = Self.body.replacing("\"perBasket\":2", with: "\"perBasket\":0")
        #expect(wrong != Self.body)
        #expect(throws: FactFault.self) { try Fact(Self.record(wrong)) }
    }
}
