import DurableSQLite
import Foundation
import Hub
import Records
import SyncProtocol
import Synchronization
import Testing

/// A hub forgets old versions of a feed, and tells the others as if they had never been.
struct HubFeedMemoryTests {
    static let day: Int64 = 86_400_000
    /// Entries that stay, change, go and come back.
    static let lists = [
        "1:a 2:b 3:c 4:d", "1:a 2:x 4:d", "1:a 3:c 5:e", "1:a 2:b 3:c 5:f", "1:a 6:g",
    ].map { HubFeedTests.entries($0) }

    /// Whether `versions`, of `lists`, are told whole and against each other as they were
    /// published.
    static func tells(
        _ store: any HubStore,
        _ versions: ArraySlice<FeedVersion>
    ) async throws -> Bool {
        for (index, version) in zip(versions.indices, versions) {
            let bases = [nil] + versions.indices.filter { $0 < index }.map(Optional.some)
            for base in bases {
                let told = try await HubFeedTests.told(
                    store,
                    version,
                    since: base.map { versions[$0].number } ?? 0,
                    from: base.map { lists[$0] } ?? []
                )
                guard told == lists[index] else { return false }
            }
        }
        return true
    }

    @Test(arguments: TestStore.allCases)
    func `what no till builds upon goes, and what is moved afterwards is the same hub`(
        _ kind: TestStore
    ) async throws {
        let today = Mutex<Int64>(1000)
        let hub = HubCore(
            store: try kind.make(),
            admission: .anyone,
            feedMemory: FeedMemory(days: 10),
            clock: { today.withLock { $0 } * Self.day }
        )
        var versions: [FeedVersion] = []
        for list in Self.lists {
            let outcome = try await hub.publish(list, as: .catalogue)
            guard case .published(let version, _, _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            versions.append(version)
            today.withLock { $0 += 4 }
        }
        _ = try await hub.publish(Self.lists[0], as: .members)
        // It is day 1020; versions are of 1000, 1004, 1008, 1012 and 1016.
        #expect(try await hub.forgetFeeds() == 4, "2:b 3:c 4:d of the first, 2:x of the second")
        let kept = try await hub.store.read { try $0.feeds() }.filter { $0.feed == "catalogue" }
        #expect(kept == Array(versions[2...]))
        #expect(try await Self.tells(hub.store, versions[2...]))
        #expect(try await hub.forgetFeeds() == 0, "it is done")

        let target = try (kind == .sqlite ? .memory : kind).make(isFounded: false)
        _ = try await HubMove(from: hub.store, to: target).run()
        #expect(try await Self.tells(target, versions[2...]))

        today.withLock { $0 += 1000 }
        #expect(try await hub.forgetFeeds() > 0)
        #expect(try await hub.store.read { try $0.feeds() }.count == 2, "the newest of both")
        #expect(try await Self.tells(hub.store, versions[4...]))
        let next = try await hub.publish(Self.lists[1], as: .catalogue)
        guard case .published(let version, put: 2, removed: 1) = next else {
            Issue.record("\(next)")
            return
        }
        let told = try await HubFeedTests.told(
            hub.store,
            version,
            since: versions[4].number,
            from: Self.lists[4]
        )
        #expect(told == Self.lists[1])
    }

    @Test func `a publication forgets what is over`() async throws {
        let today = Mutex<Int64>(1000)
        let hub = HubCore(
            store: try TestStore.memory.make(),
            admission: .anyone,
            feedMemory: FeedMemory(versions: 2),
            clock: { today.withLock { $0 } * Self.day }
        )
        let folder = try TestFolder()
        let path = folder.path + "/shop.yaml"
        for name in ["A", "B", "C", "D"] {
            try "shop-name: \(name)\n".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try await hub.publish(FeedFile(.configuration, path: path)).isSuccess)
            today.withLock { $0 += 1 }
        }
        #expect(try await hub.store.read { try $0.feeds() }.count == 2)
    }
}

/// The promise of a store that forgets.
extension StoreRule {
    static func forgetsNoMore(_ store: any HubStore) async throws -> Bool {
        var versions: [FeedVersion] = []
        let hub = HubCore(store: store, clock: { 1 << 40 })
        for list in HubFeedMemoryTests.lists {
            guard case .published(let version, _, _) = try await hub.publish(list, as: .catalogue)
            else { return false }
            versions.append(version)
        }
        let (oldest, first) = (versions[2], versions[0])
        var steps: [Int] = []
        for _ in 0..<3 {
            steps.append(
                try await store.commit {
                    try $0.forget("catalogue", before: oldest.number, limit: 2)
                }
            )
            guard try await HubFeedMemoryTests.tells(store, versions[2...]) else { return false }
        }
        let known = try await store.read { reading in
            (try reading.feeds(), try reading.feed("catalogue", number: first.number))
        }
        return steps == [2, 2, 0] && known.0 == Array(versions[2...]) && known.1 == nil
    }
}
