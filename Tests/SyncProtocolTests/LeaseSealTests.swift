import Identity
import Loyalty
import Records
import SyncProtocol
import Testing

/// What a hub says with one key is worth nothing with any other, and a lease is one hub's word.
struct LeaseSealTests {
    static let hub = VectorTests.hub
    static let rogue = HubIdentity(VectorTests.seed(Array(repeating: 9, count: 32)))
    static let grant = SignedLease(VectorTests.lease)

    /// What is signed of a lease, as docs/PROTOCOL.md says it.
    private static func text(_ words: String) -> [UInt8] {
        Array("PJ1-lease".utf8) + hub.keys.sync.bytes + Digest.of(Array(words.utf8)).bytes
    }

    @Test func `a lease is the word of the hub that has granted it, to the letter`() {
        let seal = LeaseSeal.seal(Self.grant, by: Self.hub)
        #expect(LeaseSeal.holds(seal, of: Self.hub.keys))
        #expect(seal.text == Self.grant.text && seal.lease == VectorTests.lease)
        #expect(!LeaseSeal.holds(Self.grant, of: Self.hub.keys), "nobody has signed it")
        #expect(!LeaseSeal.holds(seal, of: Self.rogue.keys), "another hub's")
        let forged = LeaseSeal.seal(Self.grant, by: Self.rogue)
        #expect(!LeaseSeal.holds(forged, of: Self.hub.keys), "a rogue hub's")
        let more = SignedLease(VectorTests.lease(of: 31)).signed(seal.signature)
        #expect(!LeaseSeal.holds(more, of: Self.hub.keys), "one point more")
        let digits = Array(seal.signature)
        for index in digits.indices {
            var other = digits
            other[index] = other[index] == "0" ? "1" : "0"
            let wrong = Self.grant.signed(String(other))
            #expect(!LeaseSeal.holds(wrong, of: Self.hub.keys), "digit \(index)")
        }
        #expect(!LeaseSeal.holds(Self.grant.signed(seal.signature + "00"), of: Self.hub.keys))
    }

    @Test(arguments: KeyPurpose.allCases)
    func `a key signs for its own purpose alone`(_ purpose: KeyPurpose) {
        let key = VectorTests.seed(VectorTests.hubSeed).key(for: purpose)
        let signature = key.signature(over: Self.text(Self.grant.text)).hexadecimal
        let isLease = LeaseSeal.holds(Self.grant.signed(signature), of: Self.hub.keys)
        #expect(isLease == (purpose == .hubLeases), "a lease")
        let question = VectorTests.question
        let answer = SealedAnswer.seal([1], status: 200, to: question, with: key)
        let isAnswer = VectorTests.till.open(answer, status: 200, to: question).isGenuine
        #expect(isAnswer == (purpose == .hubSync), "an answer")
        let page = VectorTests.feedVersion
        // The hub's own certificate of its key for feeds, and a signature by this one.
        let honest = VectorTests.feedPage.seal
        var text = Array("PJ1-feed".utf8) + Self.hub.keys.sync.bytes
        text += Digest.of(Array(page.feed.utf8)).bytes
        text.append(bigEndian: UInt64(bitPattern: page.number))
        let word = key.signature(over: text + page.digest.bytes).hexadecimal
        let isFeed = FeedSeal.holds(
            String(honest.dropLast(128)) + word,
            for: page.feed,
            number: page.number,
            digest: page.digest,
            of: Self.hub.keys.sync
        )
        #expect(isFeed == (purpose == .hubFeeds), "a feed")
    }
}
