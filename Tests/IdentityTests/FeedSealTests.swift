import Identity
import Records
import Testing

/// A hub's word for a feed holds for one version of one feed, by one hub, as long as it is kept.
struct FeedSealTests {
    static let hub = HubIdentity(PairingOfferTests.seed(3))
    static let rogue = HubIdentity(PairingOfferTests.seed(4))
    static let digest = Digest.of([1])

    private static func seal(by hub: HubIdentity = hub) -> String {
        FeedSeal.seal("catalogue", number: 9, digest: digest, by: hub)
    }

    private static func holds(
        _ seal: String,
        feed: String = "catalogue",
        number: Int64 = 9,
        digest: Digest = digest,
        of hub: HubIdentity = hub
    ) -> Bool {
        FeedSeal.holds(seal, for: feed, number: number, digest: digest, of: hub.keys.sync)
    }

    @Test func `a seal holds for what it was made for and for nothing else`() {
        let seal = Self.seal()
        #expect(Self.holds(seal))
        #expect(!Self.holds(seal, feed: "members"), "another feed")
        #expect(!Self.holds(seal, number: 10), "another version")
        #expect(!Self.holds(seal, digest: .of([2])), "other entries")
        #expect(!Self.holds(seal, of: Self.rogue), "another hub")
        #expect(!Self.holds(Self.seal(by: Self.rogue)), "by another hub")
        #expect(!Self.holds(""), "no seal")
    }

    @Test func `a hub's key for feeds is believed only with its certificate`() throws {
        let (own, other) = (Self.seal(), Self.seal(by: Self.rogue))
        let key = 2 * PublicKey.byteCount
        let certificate = 2 * PublicKey.signatureByteCount
        // The rogue's key and signature, with the certificate of the hub's own key.
        let mixed =
            other.prefix(key) + own.dropFirst(key).prefix(certificate)
            + other.dropFirst(key + certificate)
        #expect(!Self.holds(String(mixed)))
    }

    @Test func `one digit that is another, or missing, and nothing holds`() {
        let seal = Array(Self.seal().utf8)
        for index in seal.indices {
            var other = seal
            other[index] = other[index] == UInt8(ascii: "0") ? UInt8(ascii: "1") : 0x30
            #expect(!Self.holds(String(decoding: other, as: UTF8.self)), "digit \(index)")
        }
        for count in [0, 1, 319] {
            #expect(!Self.holds(String(decoding: seal.prefix(count), as: UTF8.self)), "\(count)")
        }
        #expect(!Self.holds(Self.seal() + "00"))
    }
}
