import Identity
import Records
import TestSupport
import Testing

/// What is signed says who sent it, to whom, and to which question; nothing else passes for it.
struct SealTests {
    static let till = PairingOfferTests.seed(1).key(for: .deviceSync)
    static let thief = PairingOfferTests.seed(2).key(for: .deviceSync)
    static let hub = HubIdentity(PairingOfferTests.seed(3))
    static let rogue = HubIdentity(PairingOfferTests.seed(4))
    static let message = Array("a message".utf8)

    static func request(
        _ message: [UInt8] = message,
        to path: String = "/v1/hello",
        device: UInt32 = 7,
        epoch: UInt32 = 1,
        nonce: UInt64 = 1,
        with key: SigningKey = till
    ) -> SealedRequest {
        SealedRequest(
            message,
            to: path,
            of: hub.sync.publicKey,
            from: DeviceID(device),
            in: epoch,
            nonce: (nonce, 2),
            with: key
        )
    }

    private static func isGenuine(_ bytes: [UInt8], at path: String = "/v1/hello") -> Bool {
        SealedRequest(bytes)?.isGenuine(at: path, of: hub.sync.publicKey) ?? false
    }

    @Test func `a request is read back as what was sealed`() throws {
        let request = Self.request()
        let read = try #require(SealedRequest(request.bytes))
        #expect(read == request)
        #expect(read.message == Self.message && read.device == DeviceID(7) && read.epoch == 1)
        #expect(read.key == Self.till.publicKey)
        #expect(read.isGenuine(at: "/v1/hello", of: Self.hub.sync.publicKey))
        #expect(request.bytes.count == Self.message.count + SealedRequest.overhead)
    }

    @Test func `a request is for one path of one hub`() {
        let request = Self.request()
        #expect(!request.isGenuine(at: "/v1/journal", of: Self.hub.sync.publicKey))
        #expect(!request.isGenuine(at: "/v1/hello", of: Self.rogue.sync.publicKey))
        #expect(!request.isGenuine(at: "/v1/hello", of: Self.hub.leases.publicKey))
    }

    @Test func `no bit of a request can change, and no byte can be missing`() {
        let bytes = Self.request().bytes
        #expect(Self.isGenuine(bytes))
        for index in bytes.indices {
            for bit in 0..<8 {
                var wrong = bytes
                wrong[index] ^= 1 << bit
                #expect(!Self.isGenuine(wrong), "byte \(index), bit \(bit)")
            }
            #expect(!Self.isGenuine(Array(bytes[..<index])), "cut at \(index)")
        }
        #expect(!Self.isGenuine(bytes + [0]))
    }

    @Test func `an answer belongs to its request, its status and its hub`() {
        let request = Self.request()
        let sealed = SealedAnswer.seal(Self.message, status: 200, to: request, with: Self.hub.sync)
        func open(
            _ bytes: [UInt8],
            _ request: SealedRequest,
            _ status: Int = 200,
            _ hub: PublicKey = Self.hub.sync.publicKey
        ) -> Bool {
            SealedAnswer(bytes, status: status, to: request, of: hub).isGenuine
        }
        #expect(open(sealed, request))
        #expect(!open(sealed, Self.request(nonce: 2)), "the same question, asked again")
        #expect(!open(sealed, Self.request(device: 8)), "another till's")
        #expect(!open(sealed, Self.request(epoch: 2)), "another epoch's")
        #expect(!open(sealed, Self.request(to: "/v1/journal")), "another path's")
        #expect(!open(sealed, request, 403), "another status")
        #expect(!open(sealed, request, 200, Self.rogue.sync.publicKey), "another hub's")
        let forged = SealedAnswer.seal(
            Self.message,
            status: 200,
            to: request,
            with: Self.rogue.sync
        )
        #expect(!open(forged, request), "a rogue hub's")
        let lease = SealedAnswer.seal(
            Self.message,
            status: 200,
            to: request,
            with: Self.hub.leases
        )
        #expect(!open(lease, request), "the hub's, with the key of another purpose")
        #expect(!open(Self.message, request), "not sealed at all")
        for index in sealed.indices {
            var wrong = sealed
            wrong[index] ^= 1
            #expect(!open(wrong, request), "byte \(index)")
            #expect(!open(Array(sealed[..<index]), request), "cut at \(index)")
        }
    }

    @Test func `any bytes are read without a trap`() {
        for seed in Dice.seeds(3000) {
            var dice = Dice(seed: seed)
            var bytes = Self.request().bytes
            for _ in 0..<Int.random(in: 1...8, using: &dice) {
                switch UInt8.random(in: 0...3, using: &dice) {
                case 0: bytes = Array(bytes.prefix(Int.random(in: 0...200, using: &dice)))
                case 1: bytes += [UInt8.random(in: 0...255, using: &dice)]
                case _ where !bytes.isEmpty:
                    let index = Int.random(in: bytes.indices, using: &dice)
                    bytes[index] = UInt8.random(in: 0...255, using: &dice)
                default: break
                }
            }
            let isSame = bytes == Self.request().bytes
            #expect(Self.isGenuine(bytes) == isSame, "SUANPAN_SEED=\(seed)")
            let answer = SealedAnswer(
                bytes,
                status: 200,
                to: Self.request(),
                of: Self.hub.sync.publicKey
            )
            #expect(!answer.isGenuine, "SUANPAN_SEED=\(seed)")
            if TillIdentity(bytes) != nil { Issue.record("SUANPAN_SEED=\(seed)") }
        }
    }

    @Test func `every purpose and every box has a key of its own`() {
        let keys = [UInt8(1), 2, 3].flatMap { byte in
            KeyPurpose.allCases.map { PairingOfferTests.seed(byte).key(for: $0).publicKey }
        }
        #expect(Set(keys).count == 3 * KeyPurpose.allCases.count)
        #expect(Self.thief.publicKey != Self.till.publicKey)
    }

    @Test func `a till's file is read back as what it was`() throws {
        let till = TillIdentity(PairingOfferTests.seed(9), as: DeviceID(7), with: Self.hub.keys)
        let read = try #require(TillIdentity(till.bytes))
        #expect(till.bytes.count == TillIdentity.byteCount)
        #expect(read.device == till.device && read.hub == till.hub && read.bytes == till.bytes)
        for count in 0..<TillIdentity.byteCount {
            #expect(TillIdentity(Array(till.bytes.prefix(count))) == nil)
        }
        #expect(TillIdentity(till.bytes + [0]) == nil)
    }

    @Test func `a kept key for lookups is read back, whole and of its own hub only`() throws {
        let key = try #require(LookupKey([UInt8](repeating: 5, count: LookupKey.byteCount)))
        let kept = KeptLookupKey(key, of: Self.hub.keys.sync)
        #expect(kept.bytes.count == KeptLookupKey.byteCount)
        #expect(KeptLookupKey(kept.bytes, of: Self.hub.keys.sync) == kept)
        #expect(KeptLookupKey(kept.bytes, of: Self.thief.publicKey) == nil, "another hub's")
        for count in 0..<KeptLookupKey.byteCount {
            #expect(KeptLookupKey(Array(kept.bytes.prefix(count)), of: kept.hub) == nil)
        }
        #expect(KeptLookupKey(kept.bytes + [0], of: kept.hub) == nil)
    }

    @Test func `keys are read only as what they are`() {
        #expect(PublicKey(Array(repeating: 1, count: 31)) == nil)
        #expect(PublicKey(Array(repeating: 1, count: 33)) == nil)
        #expect(KeySeed(Array(repeating: 1, count: 31)) == nil)
    }
}
