internal import DurableSQLite
internal import Feeds
internal import Records
internal import SyncProtocol

/// Every version of a feed that a till has gone by: its own last file and its questions tell.
package struct FeedTruth: Sendable {
    /// The version of each feed that the till goes by in the end.
    package private(set) var last: [String: Int] = [:]
    private var digests: [String: [Int: String]] = [:]

    /// No feed has ever come.
    package init() {}

    /// Reads the feeds at `path`, which are whole.
    package init(path: String) async throws {
        let store = try SQLiteFeedStore(path: path)
        defer { store.close() }
        for kind in FeedKind.allCases {
            guard let version = try await store.standing(of: kind.rawValue).current else {
                continue
            }
            let number = Int(version.number)
            last[version.feed] = number
            learn(version.feed, number, digest: version.digest.description)
        }
    }

    /// The till has told its hub that it goes by this version; number 0 is none.
    package mutating func learn(_ feed: String, _ number: Int, digest: String) {
        guard number > 0 else { return }
        digests[feed, default: [:]][number] = digest
    }

    /// How many versions there were.
    package var count: Int { digests.values.reduce(0) { $0 + $1.count } }

    /// Whether the till has ever gone by `version`.
    func knows(_ version: FeedVersion) -> Bool {
        digests[version.feed]?[Int(version.number)] == version.digest.description
    }
}
