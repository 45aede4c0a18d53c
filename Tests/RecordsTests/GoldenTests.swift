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
        (16, #"{"item":{"coupons":[{"campaign":18,"coupon":"51380036076"}],"department":"PRODUCE","gross":1158,"makerCoupon":100,"memberDiscount":58,"name":"雪梨/pear","pointsClass":"double","product":21,"quantity":[415,"kg"]},"sale":"015bc21d-6570-7001-8000-000000000002"}"#),
        (17, #"{"sale":"015bc21d-6570-7001-8000-000000000002","voided":0}"#),
        (18, #"{"member":318,"sale":"015bc21d-6570-7001-8000-000000000002"}"#),
        (19, #"{"sale":"015bc21d-6570-7001-8000-000000000002","tender":{"amount":5,"kind":"external-wallet"}}"#),
        (20, #"{"sale":"015bc21d-6570-7001-8000-000000000002","step":"suspend"}"#),
        (21, #"{"sale":"015bc21d-6570-7001-8000-000000000002","step":"resume"}"#),
        (22, #"{"sale":"015bc21d-6570-7001-8000-000000000002","step":"void"}"#),
        (32, "COMPLETED"),
    ]

    @Test(arguments: bodies.indices)
    func `a body is written as it always was`(_ index: Int) {
        let record = Samples.chain[index]
        #expect(record.kind.rawValue == Self.bodies[index].kind)
        #expect(String(decoding: record.body, as: UTF8.self) == Self.bodies[index].body)
    }

    /// A boot record, whole.
    static let boot = "BOOT"

    /// The hash of the last record of the chain, which covers every byte before it.
    static let head = "HEAD"

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
        #expect(root.hash.description == "ROOT")
        #expect(ChainHead.root(of: DeviceID(8), epoch: 1).hash != root.hash)
        #expect(ChainHead.root(of: DeviceID(7), epoch: 2).hash != root.hash)
    }
}
