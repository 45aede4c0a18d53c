import DurableSQLite
import Feeds
import Foundation
import Hub
import Identity
import Records
import Retail
import Sync
import SyncProtocol
import Synchronization
import TestSupport
import Testing
import Till

/// From a list of members at the hub to a card at a till, which keeps no number of it.
struct MemberJourneyTests {
    typealias Disk = FeedJourneyTests.Disk

    static let hubIdentity = FeedJourneyTests.hubIdentity
    static let key = hubIdentity.lookup
    /// As many cards as make several pages; the member's number is the card's end.
    static let cards = (0..<1300).map { "21000000\(10_000 + $0)" }

    static func member(of card: String) -> MemberID { MemberID(Int64(card.suffix(5)) ?? 0) }

    static let clear = cards.map { CardEntry(card: $0, member: member(of: $0)).entry }
    static let hashed = cards.map { MemberEntry(.card($0), of: member(of: $0), by: key).entry }

    static func catalogue(_ box: TestBox, _ disk: Disk) -> FedCatalogue {
        FedCatalogue(disk.feeds, before: FeedJourneyTests.NoCatalogue(), lookup: box.lookup)
    }

    /// A till's disk as an earlier program has left it: it goes by a version in the clear.
    static func oldDisk() async throws -> Disk {
        let disk = try Disk()
        let version = FeedVersion(feed: "members", number: 1, digest: FeedDigest.of(clear))
        let seal = FeedSeal.seal("members", number: 1, digest: version.digest, by: hubIdentity)
        var standing = FeedStanding(feed: "members")
        standing.filling = FeedFilling(
            version: version,
            base: 0,
            after: cards[cards.count - 1],
            isWhole: true,
            seal: seal
        )
        try await disk.feeds.stage(clear.map { FeedChange($0) }, as: standing, begins: true)
        standing = FeedStanding(feed: "members", current: version, seal: seal)
        try await disk.feeds.adopt(standing)
        return disk
    }

    /// The same list at the hub, as an earlier program has published it.
    static func publishInTheClear(_ hub: TestHub) async throws {
        let version = FeedVersion(feed: "members", number: 1, digest: FeedDigest.of(clear))
        let changes = clear.map { FeedChange($0) }
        try await hub.core.store.commit { try $0.publish(version, changes) }
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `a till that was paired before finds every member all the while, and forgets the numbers`(
        _ kind: TestHub.Kind
    ) async throws {
        let hub = try await TestHub(kind, identity: Self.hubIdentity)
        try await Self.publishInTheClear(hub)
        let till = try await hub.pair(1)
        let disk = try await Self.oldDisk()
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        let catalogue = Self.catalogue(box, disk)
        let (first, last) = (Self.cards[0], Self.cards[1299])
        // The bad twin: what an earlier program keeps is found on the disk.
        #expect(try !FileSearch.files(in: disk.path, with: last).isEmpty)
        #expect(try await hub.core.hashMembers(by: Self.key) == 1300)
        for _ in 0..<400 {
            for card in [first, last] {
                let found = try await catalogue.member(card: card)
                #expect(found == Self.member(of: card), "\(card) on the way")
            }
            if try await disk.feeds.standing(of: "members").current?.number ?? 0 > 1 { break }
            try await box.drain(1)
        }
        #expect(box.lookup.key == Self.key)
        #expect(try await disk.feeds.standing(of: "members").current?.number ?? 0 > 1)
        #expect(try await catalogue.member(card: first) == Self.member(of: first))
        #expect(try await catalogue.member(card: "2100000009999") == nil)
        let tag = MemberMark.card(first).tag(by: Self.key)
        #expect(try await catalogue.member(card: tag) == nil, "a thief's code of a hash")
        for card in [first, last] {
            #expect(try FileSearch.files(in: disk.path, with: card) == [], "\(card)")
            #expect(try FileSearch.files(in: box.folder, with: card) == [], "\(card)")
        }
        #expect(try !FileSearch.files(in: disk.path, with: tag).isEmpty, "the hash is there")
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `a till forgets whoever is erased, and every chain stays whole`(
        _ kind: TestHub.Kind
    ) async throws {
        let hub = try await TestHub(kind, identity: Self.hubIdentity)
        _ = try await hub.core.publish(Self.hashed, as: .members)
        let disk = try Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        let catalogue = Self.catalogue(box, disk)
        try await box.sell(2)
        #expect(try await box.drain(2000))
        let (card, other) = (Self.cards[700], Self.cards[701])
        let member = Self.member(of: card)
        #expect(try await catalogue.member(card: card) == member)
        let tag = MemberMark.card(card).tag(by: Self.key)
        // The bad twin: a till that was not told.
        #expect(try !FileSearch.files(in: disk.path, with: tag).isEmpty)

        #expect(try await hub.core.erase(member, by: "Mei").marks == 1)
        _ = try await hub.core.erase(MemberID(1), by: "Mei")
        try await box.wait()
        try await box.wait()
        #expect(try await catalogue.member(card: card) == nil)
        #expect(try await catalogue.member(card: other) == Self.member(of: other))
        #expect(try FileSearch.files(in: disk.path, with: tag) == [])
        // Member 1, who bought, is a number in the books and stays one.
        try await box.sell(1)
        #expect(try await box.drain(2000))
        #expect(try await hub.faults(sales: 3) == [])
        #expect(try await box.faults() == [])
    }

    @Test func `a member is found by phone, and no file of the till has the number`() async throws {
        let hub = try await TestHub(identity: Self.hubIdentity)
        let phone = try #require(PhoneNumber("13812348000", callingCode: "86"))
        let entry = MemberEntry(.phone(phone), of: MemberID(5), by: Self.key).entry
        _ = try await hub.core.publish([entry], as: .members)
        let disk = try Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        let counter = Counter(
            till: box.till,
            catalogue: Self.catalogue(box, disk),
            clock: SetTillClock(SaleTime(unixSeconds: 1_493_611_270, offsetMinutes: -240))
        )
        #expect(try await !counter.enter("PH13812348000").accepted, "not told yet")
        #expect(try await box.drain())
        for line in ["13812348000", "4711", "CA"] {
            #expect(try await counter.enter(line).accepted, "\(line)")
        }
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 1) == [])
        for folder in [disk.path, box.folder] {
            #expect(try FileSearch.files(in: folder, with: "13812348000") == [])
        }
    }

    @Test func `a hub from an older backup knows the member again, until it is repeated`()
        async throws
    {
        let hub = try await TestHub(identity: Self.hubIdentity)
        _ = try await hub.core.publish(Self.hashed, as: .members)
        let disk = try Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        let catalogue = Self.catalogue(box, disk)
        let backup = try await hub.backUp()
        let card = Self.cards[5]
        let member = Self.member(of: card)
        _ = try await hub.core.erase(member, by: "Mei")
        #expect(try await box.drain(2000))
        try await box.wait()
        #expect(try await catalogue.member(card: card) == nil)
        try await hub.restore(backup)
        try await box.wait()
        #expect(try await catalogue.member(card: card) == nil, "no till goes back")
        #expect(try await hub.core.erasures() == [], "what is to be repeated")
        #expect(try await hub.core.erase(member, by: "Mei").marks == 1)
        try await box.wait()
        #expect(try await catalogue.member(card: card) == nil)
    }

    @Test func `a till whose key could not be written goes by what it has until it can`()
        async throws
    {
        let hub = try await TestHub(identity: Self.hubIdentity)
        _ = try await hub.core.publish(Self.hashed, as: .members)
        let disk = try await Self.oldDisk()
        let keyDisk = FullDisk()
        let held = HeldLookupKey { _ throws(StorageError) in
            if keyDisk.isFull { throw .diskFull(path: "lookup.key") }
        }
        let keeper = FeedKeeper(disk.feeds, kinds: [.members], lookup: held) { _, _ in true }
        func ask() async throws -> FeedKeeper.Outcome {
            let request = try await keeper.request(of: TestBox.device, in: 1)
            let plan = try #require(
                try await hub.core.store.read { reading in
                    try FeedPlan(request, newest: reading.newestFeed) { version in
                        try reading.feed(version.feed, number: version.number) == version
                    }
                }
            )
            let changes = try await hub.core.store.read {
                try $0.changes(of: plan.version, since: 0, after: plan.after, limit: 513)
            }
            let page = plan.page(changes, seal: "")
            return try await keeper.take(
                FeedAnswer(page, key: request.asksKey == true ? Self.key : nil)
            )
        }
        let catalogue = FedCatalogue(
            disk.feeds,
            before: FeedJourneyTests.NoCatalogue(),
            lookup: held
        )
        await #expect(throws: StorageError.diskFull(path: "lookup.key")) { try await ask() }
        #expect(held.key == nil)
        #expect(try await disk.feeds.standing(of: "members").filling == nil)
        #expect(try await catalogue.member(card: Self.cards[0]) == Self.member(of: Self.cards[0]))
        keyDisk.makeRoom()
        for _ in 0..<9 where try await ask() != .filling { break }
        #expect(held.key == Self.key)
        #expect(try await catalogue.member(card: Self.cards[0]) == Self.member(of: Self.cards[0]))
        #expect(try FileSearch.files(in: disk.path, with: Self.cards[0]) == [])
    }

    @Test func `a hub that tells no key takes no member from a till`() async throws {
        let disk = try await Self.oldDisk()
        let held = HeldLookupKey()
        let keeper = FeedKeeper(disk.feeds, kinds: [.members], lookup: held) { _, _ in true }
        let entries = Self.hashed.sorted { $0.key < $1.key }
        for list in [entries, Array(Self.clear)] {
            let page = FeedPage(
                version: FeedVersion(feed: "members", number: 9, digest: FeedDigest.of(list)),
                base: 0,
                after: "",
                changes: list.prefix(500).map { FeedChange($0) },
                isLast: false,
                seal: ""
            )
            let outcome = try await keeper.take(FeedAnswer(page))
            #expect(outcome == .refused(feed: "members", .keyless))
        }
        let catalogue = FedCatalogue(
            disk.feeds,
            before: FeedJourneyTests.NoCatalogue(),
            lookup: held
        )
        #expect(try await catalogue.member(card: Self.cards[9]) == Self.member(of: Self.cards[9]))
    }
}

/// A disk that is full until somebody makes room.
private final class FullDisk: Sendable {
    private let room = Mutex(false)

    var isFull: Bool { room.withLock { !$0 } }

    func makeRoom() { room.withLock { $0 = true } }
}
