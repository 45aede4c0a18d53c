import Records
import SyncProtocol
import Testing

/// Which versions a hub forgets: what was overtaken long ago, and what is too much.
struct FeedMemoryTests {
    /// `published` are the days on which a version was, `oldest` the day of the first that is kept.
    typealias Row = (published: String, today: Int64, versions: Int, oldest: Int64?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("",              100, 9, nil, "nothing was published"),
        ("1",             999, 9, 1,   "the newest stays, however old"),
        ("1 2",            92, 9, 1,   "overtaken ninety days ago"),
        ("1 2",            93, 9, 2,   "and a day more"),
        ("1 50",           93, 9, 1,   "it was gone by until lately"),
        ("1 2 3 95",      100, 9, 3,   "the third was overtaken five days ago"),
        ("1 2 3 4 5 6",     7, 9, 1,   "all are young"),
        ("1 2 3 4 5 6",     7, 2, 5,   "more than are kept"),
        ("1 2 3 4 5 6",     7, 1, 6,   "one is kept"),
        ("1 2 95 96 97",  100, 4, 2,   "both bounds, the days reach further back"),
        ("1 2 95 96 97",  100, 2, 96,  "both bounds, the days forget less"),
        ("1 2 500",       100, 9, 2,   "a clock that stood in the future overtakes just now"),
        ("300 400 500",   100, 9, 300, "all of them in the future"),
        ("300 400 500",   100, 2, 400, "even then there is a bound"),
    ]

    @Test(arguments: rows) func `a hub forgets what it may, and never the newest`(_ row: Row) {
        let day: Int64 = 86_400_000
        let versions = row.published.split(separator: " ").compactMap { Int64($0) }.map {
            FeedVersion(feed: "catalogue", number: $0 * day, digest: .zero)
        }
        let memory = FeedMemory(days: 90, versions: row.versions)
        let oldest = memory.oldest(of: versions, at: row.today * day)
        #expect(oldest?.number == row.oldest.map { $0 * day }, "\(row.why)")
    }
}
