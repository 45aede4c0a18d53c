import DurableSQLite
import Foundation
import Hub
import Loyalty
import Retail
import SyncProtocol
import Testing

/// A programme is published whole: to the tills, and in force at the hub, or neither.
struct HubProgrammeTests {
    /// A programme's file as an owner has it, with some words that are others.
    static func text(_ changes: [String: String] = [:]) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Sources/Shop/Programmes/r1.yaml")
        var text = try String(contentsOf: file, encoding: .utf8)
        for (old, new) in changes {
            try #require(text.contains(old))
            text = text.replacing(old, with: new)
        }
        return text
    }

    private func file(_ folder: TestFolder, _ text: String) throws -> FeedFile {
        let path = folder.path + "/plus.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return FeedFile(.programmes, path: path)
    }

    /// The rules that a till would go by.
    private func published(_ hub: HubCore) async throws -> Programme? {
        try await hub.store.read { reading in
            guard let version = try reading.newestFeed("programmes") else { return nil }
            let changes = try reading.changes(of: version, since: 0, after: "", limit: 9)
            return changes.first?.entry.flatMap { PublishedProgramme($0)?.rules }
        }
    }

    @Test(arguments: TestStore.allCases)
    func `what is published is in force at the hub as well`(_ kind: TestStore) async throws {
        let hub = try await kind.hub()
        let folder = try TestFolder()
        #expect(try await published(hub) == nil, "a hub's own file concerns no till")
        let next = try Self.text(["version: 1 ": "version: 2 ", "points: 1 ": "points: 2 "])
        let first = try await hub.publish(file(folder, next))
        #expect(first.isSuccess && first.words.contains("1 new or changed"), "\(first.words)")
        #expect(try await hub.programme()?.programme.pinned.description == "r1@2")
        #expect(try await hub.programme()?.text == next)
        #expect(try await published(hub)?.earn.points == 2)
        #expect(try await hub.publish(file(folder, next)).words.contains("is so already"))

        // A start with the old file takes nobody back to it.
        await #expect(throws: AdoptionError.anotherIsPublished(.init(id: "r1", version: 2))) {
            try await hub.adopt(.r1, text: "id: r1")
        }
        #expect(try await hub.programme()?.programme.pinned.description == "r1@2")
        let rules = try #require(try await published(hub))
        try await hub.adopt(rules, text: next)
    }

    typealias Row = (old: String, new: String, words: [String], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("  points: 1 ",  "  pionts: 1 ",  ["plus.yaml:12: earn.pionts", "`points`"],  "a misspelt rule"),
        ("  per: 100 ",   "  per: much ",  ["plus.yaml:13: earn.per"],                 "no number"),
        ("  per: 100 ",   "  per: 0 ",     ["plus.yaml: earn.per", "write the minor"], "a rule out of bounds"),
        ("  points: 1 ",  "  points: 2 ",  ["plus.yaml: the programme r1@1", "version up to 2"], "other rules under a version"),
        ("id: r1 ",       "id: [r1 ",      ["plus.yaml:", "not YAML"],                 "no YAML"),
    ]

    @Test(arguments: rows)
    func `a programme that cannot be read is named by place and remedy, and nothing changes`(
        _ row: Row
    ) async throws {
        let hub = try await TestStore.memory.hub()
        let folder = try TestFolder()
        let outcome = try await hub.publish(file(folder, Self.text([row.old: row.new])))
        #expect(!outcome.isSuccess, "\(row.why)")
        for word in row.words {
            #expect(outcome.words.contains(word), "\(row.why): \(outcome.words)")
        }
        #expect(try await published(hub) == nil, "\(row.why)")
        #expect(try await hub.programme()?.programme == .r1, "\(row.why)")
    }

    @Test func `a file that is not there, or is no text, is named`() async throws {
        let hub = try await TestStore.memory.hub()
        let folder = try TestFolder()
        let path = folder.path + "/plus.yaml"
        let absent = try await hub.publish(FeedFile(.programmes, path: path))
        #expect(!absent.isSuccess && absent.words.contains("plus.yaml: cannot be read"))
        try Data([0x69, 0xFF, 0xFE]).write(to: URL(filePath: path))
        let binary = try await hub.publish(FeedFile(.programmes, path: path))
        #expect(!binary.isSuccess && binary.words.contains("save it as UTF-8"))
    }

    @Test func `a programme that is too long for a till is refused whole`() async throws {
        let hub = try await TestStore.memory.hub()
        let folder = try TestFolder()
        let classes = (0..<2000).map { "    class-of-products-\($0): 1\n" }.joined()
        let text = try Self.text([
            "version: 1 ": "version: 2 ", "    standard: 1\n": "    standard: 1\n" + classes,
        ])
        await #expect(throws: StorageError.self) { try await hub.publish(file(folder, text)) }
        #expect(try await published(hub) == nil)
        #expect(try await hub.programme()?.programme == .r1)
    }
}
