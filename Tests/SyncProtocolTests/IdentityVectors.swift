import Foundation
import Identity
import Loyalty
import Records
import Retail
import SyncProtocol
import Testing

/// The vectors of keys, codes and seals. The secrets were made for them and are nobody's.
extension VectorTests {
    static let tillSeed = Array(UInt8(0)..<32)
    static let hubSeed = Array(UInt8(32)..<64)
    static let code = PairingCode(chance: (0x0123_4567_89AB_CDEF, 0x7777))

    static func seed(_ bytes: [UInt8]) -> KeySeed {
        guard let seed = KeySeed(bytes) else { preconditionFailure("a seed has 32 bytes") }
        return seed
    }

    static let hub = HubIdentity(seed(hubSeed))
    static let till = TillIdentity(seed(tillSeed), as: device, with: hub.keys)
    static let anchor = TLSCertificate.anchor(of: hub.keys.sync)
    static let pairing = PairingRequest(
        code,
        key: seed(tillSeed).key(for: .deviceSync).publicKey,
        nonce: (1, 2)
    )
    static let question = till.seal(
        messages[0].bytes,
        to: HubPath.hello,
        from: device,
        in: 1,
        nonce: (3, 4)
    )
    static let answer = SealedAnswer.seal(
        messages[1].bytes,
        status: 200,
        to: question,
        with: hub.sync
    )

    static let feedEntries = [
        CatalogueEntry(
            article: Article(product: 21, name: "雪梨", department: nil, pointsClass: "double"),
            barcode: "B21",
            unit: "kg",
            price: Money(minorUnits: 1158)
        ).entry,
        CardEntry(card: "29", member: MemberID(318)).entry,
    ]
    static let feedVersion = FeedVersion(
        feed: "catalogue",
        number: 1_700_000_000_000,
        digest: FeedDigest.of(feedEntries)
    )
    static let feedPage = FeedPage(
        version: feedVersion,
        base: 0,
        after: "",
        changes: feedEntries.map { FeedChange($0) },
        isLast: true,
        seal: FeedSeal.seal(
            feedVersion.feed,
            number: feedVersion.number,
            digest: feedVersion.digest,
            by: hub
        )
    )

    /// A card and a phone number of one member, found by their hashes alone.
    static let members: [MemberEntry] = {
        guard let phone = PhoneNumber("+8613812348000", callingCode: "86") else { return [] }
        return [MemberMark.card("2100000010011"), .phone(phone)].map { mark in
            MemberEntry(mark, of: MemberID(318), by: hub.lookup)
        }
    }()
    static let membersPage: FeedPage = {
        let entries = members.map(\.entry).sorted { $0.key < $1.key }
        let (number, digest) = (Int64(1_700_000_000_001), FeedDigest.of(entries))
        return FeedPage(
            version: FeedVersion(feed: "members", number: number, digest: digest),
            base: 0,
            after: "",
            changes: entries.map { FeedChange($0) },
            isLast: true,
            seal: FeedSeal.seal("members", number: number, digest: digest, by: hub)
        )
    }()
    static let membersAnswer = FeedAnswer(membersPage, key: hub.lookup)

    /// A lease of device 7, of so many points.
    static func lease(of points: Int64) -> Lease {
        Lease(
            id: LeaseID(OperationID(milliseconds: 1_700_000_000_000, chance: (0, 3))),
            pool: .points(MemberID(318)),
            holder: LeaseHolder(device: device.number, epoch: 1),
            units: Holding(.lot(BusinessDay(number: 17_317)), points),
            expires: 1_700_086_400_000
        )
    }
    static let lease = lease(of: 30)

    /// The secret that the hub tells its tills, counted from its seed apart from the program.
    static let lookupKey = "fc945a923bcbc13df645887e45face5f66c711f1d326a145734adb886da78c4c"

    static let identityVectors: [(name: String, value: String)] = [
        ("seed of the till", tillSeed.hexadecimal),
        ("seed of the hub", hubSeed.hexadecimal),
        ("the till's key for sync", pairing.key.description),
        ("the hub's key for sync", hub.keys.sync.description),
        ("the hub's key for leases", hub.keys.leases.description),
        ("code", code.spelled),
        ("secret of the code", code.secret.bytes.hexadecimal),
        ("request for a pairing", String(decoding: Message.encode(pairing), as: UTF8.self)),
        (
            "answer to it",
            PairingAnswer(pairing, as: device, by: code.secret, of: hub.keys).map {
                String(decoding: Message.encode($0), as: UTF8.self)
            } ?? ""
        ),
        ("the till's certificate", till.tls.certificate.bytes.hexadecimal),
        ("the hub's certificate", hub.tls.certificate.bytes.hexadecimal),
        ("the anchor that the till makes of the hub's key", anchor.hexadecimal),
        ("hello, sealed", question.bytes.hexadecimal),
        ("welcome with status 200, sealed as its answer", answer.hexadecimal),
        ("the hub's key for feeds", hub.feeds.publicKey.description),
        ("digest of the feed on the page", feedPage.version.digest.description),
        ("page of a feed", String(decoding: Message.encode(FeedAnswer(feedPage)), as: UTF8.self)),
        ("the hub's key for lookups", lookupKey),
        ("tag of the card 2100000010011", members[0].tag),
        ("tag of the phone +8613812348000", members[1].tag),
        ("digest of the members on the page", membersPage.version.digest.description),
        (
            "page of members, with the key",
            String(decoding: Message.encode(membersAnswer), as: UTF8.self)
        ),
        ("words of a lease", lease.text),
        ("signature of these words", LeaseSeal.seal(SignedLease(lease), by: hub).signature),
    ]

    @Test func `the members among the vectors are found by whoever was told the key`() throws {
        let text = Message.encode(Self.membersAnswer)
        let answer = try #require(Message.decode(FeedAnswer.self, text))
        let key = try #require(answer.key)
        let version = try #require(answer.page?.version)
        #expect(
            FeedSeal.holds(
                answer.page?.seal ?? "",
                for: version.feed,
                number: version.number,
                digest: version.digest,
                of: Self.hub.keys.sync
            )
        )
        let entries = answer.page?.changes.compactMap(\.entry) ?? []
        #expect(FeedDigest.of(entries) == version.digest)
        let tag = MemberMark.card("2100000010011").tag(by: key)
        #expect(entries.first { $0.key == tag }.flatMap(MemberEntry.init)?.member.number == 318)
        #expect(entries.allSatisfy(FeedKind.members.canRead) && entries.count == 2)
    }

    @Test func `the page among the vectors is one that a till takes`() throws {
        let version = Self.feedVersion
        #expect(
            FeedSeal.holds(
                Self.feedPage.seal,
                for: version.feed,
                number: version.number,
                digest: version.digest,
                of: Self.hub.keys.sync
            )
        )
        var end = FeedEnd(FeedStanding(feed: "catalogue"))
        #expect(try end.take(Self.feedPage, isProven: true))
        #expect(end.finish(counted: version.digest, isReadable: true) == nil)
        #expect(end.standing.current == version)
    }

    @Test func `the seals among the vectors hold for whoever reads them`() throws {
        let read = try #require(SealedRequest(Self.question.bytes))
        #expect(read.isGenuine(at: HubPath.hello, of: Self.hub.sync.publicKey))
        let opened = Self.till.open(Self.answer, status: 200, to: read)
        #expect(opened.isGenuine && opened.message == Self.messages[1].bytes)
        let pairing = try #require(
            PairingAnswer(Self.pairing, as: Self.device, by: Self.code.secret, of: Self.hub.keys)
        )
        #expect(pairing.isProven(to: Self.pairing, by: Self.code))
    }
}
