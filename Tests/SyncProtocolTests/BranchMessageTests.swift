import Records
import SyncProtocol
import TestSupport
import Testing

/// A branch on the wire: it comes back as it was sent, or not at all.
struct BranchMessageTests {
    static let chain = Chain(6)
    static let branches = [
        HubEndBranchTests.branch(chain, 1...3),
        HubEndBranchTests.branch(chain, 4...6, epoch: 3, after: 3),
    ]

    @Test(arguments: branches.indices)
    func `a branch comes back as it was sent`(_ index: Int) throws {
        #expect(try Branch(Self.branches[index].encoded()) == Self.branches[index])
    }

    @Test(arguments: branches.indices)
    func `a branch that is cut anywhere is malformed`(_ index: Int) {
        let bytes = Self.branches[index].encoded()
        for length in 0..<bytes.count {
            #expect(throws: Refusal.self, "\(length) bytes") {
                try Branch(Array(bytes.prefix(length)))
            }
        }
        #expect(throws: Refusal.self) { try Branch(bytes + [0]) }
    }

    @Test func `a branch beyond the limit is refused unread`() {
        let bytes = [UInt8](repeating: 0, count: Branch.messageLimit + 1)
        #expect(throws: Refusal.self) { try Branch(bytes) }
    }

    @Test(arguments: [1, 20_170_501, UInt64.random(in: 0...UInt64.max)])
    func `no bytes bring the parser of branches down`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<3000 {
            var bytes = Self.branches[Int.random(in: 0...1, using: &dice)].encoded()
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let index = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.insert(0xFF, at: index)
                default: bytes.removeSubrange(index..<min(bytes.count, index + 5))
                }
                if bytes.isEmpty { break }
            }
            guard let branch = try? Branch(bytes) else { continue }
            #expect(branch.upload.records.count <= Upload.recordLimit, "seed \(seed)")
        }
    }

    @Test func `a receipt with a grant comes back as it was sent`() {
        let receipt = BranchReceipt(
            incarnation: "a",
            last: DeviceEndTests.place(5),
            grant: DeviceEndTests.grant,
            setAside: [Acknowledgement.SetAside(sequence: 3, reason: "\"odd\"\n雪")]
        )
        #expect(Message.decode(BranchReceipt.self, Message.encode(receipt)) == receipt)
        #expect(Message.decode(BranchReceipt.self, Array("<html>".utf8)) == nil)
    }

    @Test func `a greeting of the first version is still understood`() {
        let old = """
            {"bootNonce":"ab","device":7,"head":{"epoch":1,"hash":"\(Digest.zero)","sequence":3},\
            "leasesDigest":"","signature":"","store":1,"till":2,"token":"","version":"1.0"}
            """
        let hello = Message.decode(Hello.self, Array(old.utf8))
        #expect(hello?.token == SyncToken.none)
        #expect(hello?.challenge == nil)
        #expect(hello?.head.sequence == 3)
    }

    @Test func `every rule has a name, and a name its rule`() {
        for rule in Rule.allCases { #expect(Rule(name: rule.name) == rule) }
        #expect(Rule(name: "refusesgaps") == nil)
        #expect(Rule.refusesGaps.name == "refusesGaps")
    }
}
