import Records
import Retail
import Testing

/// The bytes that are out there: whatever a till has once written is read for ever.
///
/// A row that fails means that the format has changed. Never mend the row: give the new form a new
/// schema number, and keep reading the old one.
struct GoldenTests {
    // swift-format-ignore
    static let bodies: [(kind: UInt16, body: String)] = [
        (1,  #"{"nonce":"00ff","place":{"store":298,"till":3},"version":"1.0","wasShutDownCleanly":false}"#),
        (2,  #"{"day":"2017-05-01"}"#),
        (16, #"{"item":{"coupons":[{"campaign":18,"coupon":"51380036076"}],"department":"PRODUCE","gross":1158,"makerCoupon":100,"memberDiscount":58,"name":"雪梨/pear","pointsClass":"double","product":21,"quantity":[415,"kg"]},"sale":"015bc22b-4f70-7001-8000-000000000002"}"#),
        (17, #"{"sale":"015bc22b-4f70-7001-8000-000000000002","voided":0}"#),
        (18, #"{"member":318,"sale":"015bc22b-4f70-7001-8000-000000000002"}"#),
        (19, #"{"sale":"015bc22b-4f70-7001-8000-000000000002","tender":{"amount":5,"kind":"external-wallet"}}"#),
        (20, #"{"sale":"015bc22b-4f70-7001-8000-000000000002","step":"suspend"}"#),
        (21, #"{"sale":"015bc22b-4f70-7001-8000-000000000002","step":"resume"}"#),
        (22, #"{"sale":"015bc22b-4f70-7001-8000-000000000002","step":"void"}"#),
        (32, ##"{"accrual":{"accrual":{"points":20,"weighted":2000},"programme":"r1@1"},"at":"2017-05-01T00:01:10-04:00","change":100,"lines":[{"coupons":[{"campaign":18,"coupon":"51380036076"}],"department":"PRODUCE","gross":1158,"makerCoupon":100,"memberDiscount":58,"name":"雪梨/pear","pointsClass":"double","product":21,"quantity":[415,"kg"]},{"couponMatch":1,"gross":1,"name":"#5","product":5,"quantity":2}],"member":318,"place":{"store":298,"till":3},"receipt":{"day":"2017-05-01","number":1},"reference":"32957993617","sale":"015bc22b-4f70-7001-8000-000000000002","tenders":[{"amount":900,"kind":"external-card"},{"amount":200,"kind":"cash"}]}"##),
    ]

    @Test(arguments: bodies.indices)
    func `a body is written as it always was`(_ index: Int) {
        let record = Samples.chain[index]
        #expect(record.kind.rawValue == Self.bodies[index].kind)
        #expect(String(decoding: record.body, as: UTF8.self) == Self.bodies[index].body)
    }

    /// A boot record, whole.
    static let boot =
        "504a3100000007000000010000000000000001ad3970e460b6dd203f785acdabc08c079f2104a7f3"
        + "57921b8ac773ffb9d3dc4400010001015bc22b4f7000000000015bc22b4f70000000000000002a01"
        + "015bc22b4f70700780000000000000000000005a7b226e6f6e6365223a2230306666222c22706c61"
        + "6365223a7b2273746f7265223a3239382c2274696c6c223a337d2c2276657273696f6e223a22312e"
        + "30222c2277617353687574446f776e436c65616e6c79223a66616c73657d"

    /// The hash of the last record of the chain, which covers every byte before it.
    static let head = "9e9bb8c16502597ee23ddb25b0102624e0b2a81cbca547073730f8223a77eff6"

    @Test func `a record is written byte for byte as it always was`() {
        #expect(Samples.chain[0].bytes.hexadecimal == Self.boot)
    }

    @Test func `a chain has the hash that it always had`() {
        #expect(Samples.chain.last?.hash.description == Self.head)
    }

    @Test func `a record of the first day is still read`() throws {
        let bytes = try #require([UInt8](hexadecimal: Self.boot))
        let record = try Record(bytes)
        #expect(record.device == DeviceID(7))
        #expect(record.sequence == 1)
        #expect(record.kind == .boot)
        #expect(record.stamp.wallMilliseconds == 1_493_611_270_000)
        #expect(record.stamp.monotonicNanoseconds == 42)
        #expect(record.stamp.quality == .local)
        #expect(try Fact(record) == Samples.facts[0])
    }

    @Test func `the root of a chain is what it always was`() {
        let root = ChainHead.root(of: DeviceID(7), epoch: 1)
        #expect(
            root.hash.description
                == "ad3970e460b6dd203f785acdabc08c079f2104a7f357921b8ac773ffb9d3dc44"
        )
        #expect(ChainHead.root(of: DeviceID(8), epoch: 1).hash != root.hash)
        #expect(ChainHead.root(of: DeviceID(7), epoch: 2).hash != root.hash)
    }
}
