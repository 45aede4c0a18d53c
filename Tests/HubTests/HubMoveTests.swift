import Hub
import Identity
import Loyalty
import Records
import Retail
import SyncProtocol
import Testing

/// A hub that moves is the same hub afterwards, to the last byte.
struct HubMoveTests {
    /// A hub with a bit of everything: sales, members, what waits, what differs, a name taken.
    private func livedIn(_ kind: TestStore) async throws -> any HubStore {
        let hub = try await kind.hub(chance: { (1, 2) })
        try await hub.importMembers((1...20).map { MemberID(Int64($0)) })
        var tills = [TestTill(7), TestTill(8, till: 2), TestTill(9, store: 2)]
        for index in tills.indices {
            let first = tills[index].sell("GROCERY:standard:1000 ?:99", receipt: 1)
            tills[index].sell("FUEL:excluded:400", member: nil, receipt: 2) {
                $0.reference = "A\0\\B"
            }
            tills[index].sell(receipt: 1)
            tills[index].sell(receipt: 3) { $0.at = SaleTime(unixSeconds: 0, offsetMinutes: 0) }
            tills[index].add(.dayOpened, operation: first.operation, body: Array("{}".utf8))
            tills[index].add(RecordKind(rawValue: 900), body: Array("{}".utf8))
            _ = try await hub.welcome(tills[index].hello).get()
            _ = try await hub.receive(tills[index].upload).get()
        }
        // A clone of the first till forks its chain, and brings its branch.
        var clone = tills[0]
        clone.salt = 1
        clone.sell(receipt: 9)
        tills[0].sell(receipt: 9)
        _ = try await hub.receive(tills[0].upload).get()
        _ = await hub.receive(clone.upload)
        let grant = try #require(try await hub.take(clone.branch()).get().grant)
        var heir = clone.adopting(grant)
        heir.sell(receipt: 10)
        _ = try await hub.welcome(heir.hello).get()
        _ = try await hub.receive(heir.upload).get()
        _ = try await hub.count(backup: "one", hub.store)
        for (byte, device) in [(UInt8(1), UInt32(7)), (2, 8)] {
            let key = TestKeys.seed(byte).key(for: .deviceSync).publicKey
            let identity = DeviceIdentity(
                device: DeviceID(device),
                key: key,
                pairedAt: 5,
                formerKeys: device == 7 ? [] : [TestKeys.seed(3).key(for: .deviceSync).publicKey]
            )
            try await hub.store.commit { try $0.put(identity) }
        }
        try await hub.store.commit { transaction in
            guard var device = try transaction.device(DeviceID(8)),
                var run = try transaction.runs(of: nil).last
            else { return }
            device.witness = .test(.journal)
            run.witness = .test(.branch(after: nil))
            try transaction.put(device)
            try transaction.put(run)
        }
        _ = try await hub.revoke(DeviceID(8))
        _ = try await hub.show(TestKeys.hub.keys)
        for words in ["1:a 2:b 3:c", "1:x 3:c", "1:x 2:b 3:c"] {
            _ = try await hub.publish(HubFeedTests.entries(words), as: .catalogue)
        }
        _ = try await hub.publish(HubFeedTests.entries("29:a"), as: .members)
        _ = try await hub.erase(MemberID(77), by: "A\0\\B")
        var next = Programme.r1
        next.version = 2
        try await hub.adopt(next, text: "version: 2")
        try await hub.adopt(.r1, text: "id: r1")
        return hub.store
    }

    @Test(arguments: TestStore.allCases)
    func `the same hub has the same digest on every store`(_ kind: TestStore) async throws {
        let one = try await livedIn(.memory).digest()
        #expect(try await livedIn(kind).digest() == one)
    }

    @Test(arguments: TestStore.allCases.filter { $0 != .sqlite })
    func `a hub that has moved is the same hub`(_ kind: TestStore) async throws {
        let source = try await livedIn(.sqlite)
        let target = try kind.make(isFounded: false)
        let digest = try await HubMove(from: source, to: target).run()
        #expect(try await source.digest() == digest)
        #expect(try await target.digest() == digest)
        let names = try await (
            source.read { try $0.incarnation() }, target.read { try $0.incarnation() }
        )
        #expect(names.0 == names.1)
        #expect(try await target.verifyChains().isWhole)
        let reports = try await (
            HubCore(store: source, admission: .anyone).exportSales(),
            HubCore(store: target, admission: .anyone).exportSales()
        )
        #expect(reports.0 == reports.1)
    }

    @Test(arguments: TestStore.allCases)
    func `a target that is not empty is refused and stays as it is`(
        _ kind: TestStore
    ) async throws {
        let source = try await livedIn(.memory)
        let target = try kind.make(isFounded: kind == .sqlite)
        try await target.commit { try $0.add([MemberID(1)]) }
        let before = try await target.digest()
        await #expect(throws: HubMoveError.targetIsNotEmpty) {
            try await HubMove(from: source, to: target).run()
        }
        #expect(try await target.digest() == before)
    }

    typealias Change = (what: String, change: @Sendable (any HubTransaction) throws -> Void)

    static let changes: [Change] = [
        ("a backup", { try $0.giveUp(backup: "one") }),
        (
            "how far a branch reaches",
            { transaction in
                guard var run = try transaction.runs(of: nil).last else { return }
                run.last = ChainHead(epoch: 1, sequence: 99, hash: .zero)
                try transaction.put(run)
            }
        ),
        (
            "a device's fence",
            { transaction in
                guard var device = try transaction.device(DeviceID(8)) else { return }
                device.row = device.row.restored()
                try transaction.put(device)
            }
        ),
        (
            "what a device has signed",
            { transaction in
                guard var device = try transaction.device(DeviceID(8)) else { return }
                device.witness = nil
                try transaction.put(device)
            }
        ),
        (
            "what was signed of a branch",
            { transaction in
                guard var run = try transaction.runs(of: nil).last else { return }
                run.witness = nil
                try transaction.put(run)
            }
        ),
        (
            "a key that a device had before",
            { transaction in
                guard let known = try transaction.identity(of: DeviceID(8)) else { return }
                try transaction.put(
                    DeviceIdentity(
                        device: known.device,
                        key: known.key,
                        pairedAt: known.pairedAt,
                        isRevoked: known.isRevoked
                    )
                )
            }
        ),
        ("a member", { try $0.add([MemberID(99)]) }),
        ("an erasure", { try $0.put(Erasure(member: MemberID(78), at: 1, by: "7")) }),
        (
            "a device's last hello",
            { transaction in
                guard var device = try transaction.device(DeviceID(7)) else { return }
                device.lastSeen += 1
                try transaction.put(device)
            }
        ),
        (
            "what became of a record",
            { transaction in
                let key = JournalKey(device: DeviceID(8), epoch: 1, sequence: 1)
                try transaction.restate([key: .setAside("")])
            }
        ),
        (
            "a difference",
            { transaction in
                let key = JournalKey(device: DeviceID(9), epoch: 1, sequence: 1)
                try transaction.flag([Difference(key: key, detail: "x")])
            }
        ),
        (
            "the programme in force",
            { transaction in
                guard let entry = try transaction.programmes().last else { return }
                try transaction.adopt(entry)
            }
        ),
    ]

    @Test(arguments: changes)
    func `a single change shows in the digest`(_ row: Change) async throws {
        let store = try await livedIn(.memory)
        let before = try await store.digest()
        try await store.commit(row.change)
        #expect(try await store.digest() != before, "\(row.what)")
    }
}
