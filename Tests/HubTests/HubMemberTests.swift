import DurableSQLite
import Foundation
import Hub
import Identity
import Records
import Retail
import SyncProtocol
import TestSupport
import Testing

/// A hub knows its members by hashes alone: no file of it holds a number.
struct HubMemberTests {
    static let key = TestKeys.hub.lookup
    static let head = "member_id,card_ean13\n"

    /// What is found under `mark` in the newest version.
    static func member(_ mark: MemberMark, _ hub: HubCore) async throws -> MemberID? {
        try await entries(hub).first { $0.tag == mark.tag(by: key) }?.member
    }

    static func entries(_ hub: HubCore) async throws -> [MemberEntry] {
        guard let newest = try await hub.store.read({ try $0.newestFeed("members") }) else {
            return []
        }
        return try await HubFeedTests.told(hub.store, newest, since: 0, from: [])
            .compactMap(MemberEntry.init)
    }

    /// Publishes a table of members.
    static func publish(_ rows: String, _ hub: HubCore) async throws -> (Bool, String) {
        let folder = try TestFolder()
        let path = folder.path + "/list.csv"
        try (head + rows).write(toFile: path, atomically: true, encoding: .utf8)
        let outcome = try await hub.publish(FeedFile(.members, path: path), by: key)
        return (outcome.isSuccess, outcome.words)
    }

    /// What a hub of an earlier program has published, number for number.
    static func publishInTheClear(_ lists: [[String: Int64]], _ hub: HubCore) async throws {
        var before: [String: Int64] = [:]
        for (index, list) in lists.enumerated() {
            let entries = list.map { CardEntry(card: $0.key, member: MemberID($0.value)).entry }
                .sorted { $0.key < $1.key }
            let version = FeedVersion(
                feed: "members",
                number: Int64(index + 1),
                digest: FeedDigest.of(entries)
            )
            let gone = before.keys.filter { list[$0] == nil }.map { FeedChange(removing: $0) }
            let changes = entries.map { FeedChange($0) } + gone
            try await hub.store.commit { try $0.publish(version, changes) }
            before = list
        }
    }

    @Test(arguments: TestStore.allCases)
    func `whoever a list names is found by the hash of the card`(_ kind: TestStore) async throws {
        let hub = try await kind.hub()
        let (isDone, words) = try await Self.publish("5,2100000010011\n6,2100000010028\n", hub)
        #expect(isDone, "\(words)")
        #expect(try await Self.member(.card("2100000010011"), hub) == MemberID(5))
        #expect(try await Self.member(.card("2100000010028"), hub) == MemberID(6))
        #expect(try await Self.member(.card("2100000010035"), hub) == nil)
        let again = try await Self.publish("6,2100000010028\n5,2100000010011\n", hub)
        #expect(again.0 && again.1.contains("is so already"), "\(again.1)")
    }

    @Test func `whoever gave a phone number is found by it, however the list writes it`()
        async throws
    {
        let hub = try await TestStore.memory.hub()
        let folder = try TestFolder()
        let path = folder.path + "/list.csv"
        func publish(_ rows: String, from code: String = "86") async throws -> FeedFilePublication {
            try ("member_id,card_ean13,phone\n" + rows)
                .write(toFile: path, atomically: true, encoding: .utf8)
            let file = FeedFile(.members, path: path, callingCode: code)
            return try await hub.publish(file, by: Self.key)
        }
        let good = try await publish("5,2101,138 1234 8000\n6,2102,\n7,2103,+16175550123\n")
        #expect(good.words.contains("5 new"), "\(good.words)")
        let phones = ["+8613812348000", "+16175550123"].compactMap {
            PhoneNumber($0, callingCode: "86")
        }
        #expect(try await Self.member(.phone(phones[0]), hub) == MemberID(5))
        #expect(try await Self.member(.phone(phones[1]), hub) == MemberID(7))
        let abroad = try await publish("7,2103,617-555-0123\n", from: "1")
        #expect(abroad.words.contains("0 new"), "\(abroad.words)")
        #expect(abroad.words.contains("3 gone"), "\(abroad.words)")
        for (rows, word) in [
            ("5,2101,1381234X\n", "member 5"),
            ("5,2101,13812348000\n6,2102,+8613812348000\n", "member 6"),
        ] {
            let bad = try await publish(rows)
            #expect(!bad.isSuccess && bad.words.contains(word), "\(bad.words)")
            #expect(bad.words.contains("phone") && !bad.words.contains("1381234"), "\(bad.words)")
        }
    }

    @Test func `a list without a key, or with one card for two, is refused, and no number is told`()
        async throws
    {
        let hub = try await TestStore.memory.hub()
        let two = try await Self.publish("5,2100000010011\n6,2100000010011\n", hub)
        #expect(!two.0 && two.1.contains("member 6") && two.1.contains("member 5"), "\(two.1)")
        #expect(!two.1.contains("10011"))
        let folder = try TestFolder()
        let path = folder.path + "/list.csv"
        try (Self.head + "5,29\n").write(toFile: path, atomically: true, encoding: .utf8)
        let keyless = try await hub.publish(FeedFile(.members, path: path))
        #expect(!keyless.isSuccess && keyless.words.contains("--key"), "\(keyless.words)")
        await #expect(throws: StorageError.self) {
            try await hub.publish(
                [CardEntry(card: "2100000010011", member: MemberID(5)).entry],
                as: .members
            )
        }
        #expect(try await hub.store.read { try $0.feeds() } == [])
    }

    @Test(arguments: TestStore.allCases)
    func `what was published in the clear is hashed, and every version of it goes`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        #expect(try await hub.hashMembers(by: Self.key) == 0, "nothing is published")
        let lists: [[String: Int64]] = [["2101": 1, "2102": 2], ["2102": 2, "2103": 3]]
        try await Self.publishInTheClear(lists, hub)
        #expect(try await hub.hashMembers(by: Self.key) == 2)
        #expect(try await hub.store.read { try $0.feeds() }.count == 1)
        let newest = try await hub.store.read { try $0.newestFeed("members") }
        #expect(newest?.number == 1_493_611_200_000)
        #expect(try await Self.entries(hub).count == 2)
        #expect(try await Self.member(.card("2103"), hub) == MemberID(3))
        #expect(try await Self.member(.card("2101"), hub) == nil)
        #expect(try await hub.hashMembers(by: Self.key) == 0, "once is enough")
        #expect(try await hub.store.read { try $0.newestFeed("members") } == newest)
    }

    @Test func `no file of a hub holds a number, and the search finds one that does`()
        async throws
    {
        let folder = try TestFolder()
        let store = try SQLiteHubStore(path: folder.file)
        defer { store.close() }
        let hub = HubCore(store: store, admission: .anyone, clock: { 1_493_611_200_000 })
        // Long lists: numbers lie on pages of their own, in the log and in the file.
        let old = Dictionary(
            uniqueKeysWithValues: (0..<3000).map { ("21000000\(10_000 + $0)", Int64($0)) }
        )
        let numbers = ["2100000010000", "2100000012999"]
        try await Self.publishInTheClear([old, ["2100000012999": 1]], hub)
        // The bad twin: what an earlier program keeps is found.
        for number in numbers {
            #expect(try !FileSearch.files(in: folder.path, with: number).isEmpty, "\(number)")
        }
        #expect(try await hub.hashMembers(by: Self.key) == 1)
        _ = try await Self.publish("5,2100000010000\n6,2100000012999\n", hub)
        _ = try await Self.publish("6,2100000012999\n", hub)
        for number in numbers {
            #expect(try FileSearch.files(in: folder.path, with: number) == [], "\(number)")
        }
        let tag = MemberMark.card("2100000012999").tag(by: Self.key)
        #expect(try !FileSearch.files(in: folder.path, with: tag).isEmpty, "the hash is there")
        #expect(try FileSearch.files(in: folder.path, with: Self.key.bytes) == [], "and no key")
    }

    typealias Ask = (
        admission: HubAdmission, asks: Bool, isPaired: Bool, isTold: Bool, why: String
    )

    // swift-format-ignore
    static let asks: [Ask] = [
        (.paired, true,  true,  true,  "a paired till that asks"),
        (.paired, false, true,  false, "it has the key"),
        (.anyone, true,  true,  false, "a hub for anyone speaks plain HTTP"),
        (.anyone, true,  false, false, "nobody knows who asks"),
        (.paired, true,  false, false, "a stranger"),
    ]

    @Test(arguments: asks)
    func `the key goes to paired tills alone, and to those that ask`(_ ask: Ask) async throws {
        let hub = HubCore(
            store: MemoryHubStore(),
            admission: ask.admission,
            clock: { 1_493_611_200_000 }
        )
        let endpoint = HubEndpoint(hub, identity: TestKeys.hub)
        let body = Message.encode(
            FeedRequest(device: DeviceID(7), epoch: 1, standings: [], asksKey: ask.asks)
        )
        guard ask.isPaired else {
            let answer = await endpoint.handle(path: HubPath.feeds, body: body)
            #expect(Message.decode(FeedAnswer.self, answer.body)?.key == nil, "\(ask.why)")
            return
        }
        let owner = TestKeys.seed(2).key(for: .deviceSync).publicKey
        let identity = DeviceIdentity(device: DeviceID(7), key: owner, pairedAt: 1)
        try await hub.store.commit { try $0.put(identity) }
        let till = TestKeys.till(2)
        let request = till.seal(
            body,
            to: HubPath.feeds,
            from: DeviceID(7),
            in: 1,
            nonce: (1, 2)
        )
        let sealed = await endpoint.handle(path: HubPath.feeds, body: request.bytes)
        let opened = till.open(sealed.body, status: sealed.status, to: request)
        #expect(opened.isGenuine && sealed.status == 200)
        let answer = try #require(Message.decode(FeedAnswer.self, opened.message))
        #expect(answer.key == (ask.isTold ? Self.key : nil), "\(ask.why)")
    }
}

/// The promise of a store that hashed and erased members stand on.
extension StoreRule {
    static func forgetsFeeds(_ store: any HubStore) async throws -> Bool {
        let hub = HubCore(store: store, clock: { 1 << 40 })
        for words in ["1:a 2:b", "2:c"] {
            _ = try await hub.publish(HubFeedTests.entries(words), as: .members)
        }
        _ = try await hub.publish(HubFeedTests.entries("1:x"), as: .catalogue)
        try await store.commit { try $0.forget(feed: "members") }
        let feeds = try await store.read { try $0.feeds() }.map(\.feed)
        guard feeds == ["catalogue"] else { return false }
        let version = FeedVersion(feed: "members", number: 1 << 41, digest: .zero)
        try await store.commit { try $0.publish(version, []) }
        for base in [0, Int64(1) << 40] {
            let left = try await store.read { reading in
                try reading.changes(of: version, since: base, after: "", limit: 9)
            }
            guard left.isEmpty else { return false }
        }
        return true
    }
}
