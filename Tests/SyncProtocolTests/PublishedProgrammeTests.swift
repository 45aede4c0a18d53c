import Loyalty
import Retail
import SyncProtocol
import Testing

/// A programme comes to a till with every rule, or not at all.
struct PublishedProgrammeTests {
    static let rules = Programme(
        id: "r1",
        version: 7,
        name: "惠/Plus",
        earn: EarnRule(
            points: 2,
            per: Money(minorUnits: 100),
            classes: ["excluded": 0, "double": 2, "Zebra": 1, "a10": 3, "a2": 4],
            unlisted: 1
        ),
        lots: LotRule(validDays: nil),
        tiers: TierRule(windowDays: 365, levels: [Tier(name: "base", spend: .zero)]),
        lifecycle: LifecycleRule(
            newDays: 30,
            atRiskDays: 30,
            dormantDays: 90,
            lostDays: 180,
            wonBackGapDays: 90,
            wonBackDays: 30
        ),
        rfm: RFMRule(bins: 5)
    )

    static let text = PublishedProgramme(rules).entry.value

    @Test func `a programme is read back as it was published`() {
        let entry = PublishedProgramme(Self.rules).entry
        #expect(PublishedProgramme(entry)?.rules == Self.rules)
        #expect(entry.isWellFormed && FeedKind.programmes.canRead(entry))
    }

    typealias Row = (value: String, isRead: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (text,                                                       true,  "as it is written"),
        ("{\"version\":7," + text.replacing("\"version\":7", with: "\"v\":7").dropFirst(),
                                                                     false, "a name that is not known"),
        (text.replacing(",\"version\":7}", with: "}").replacing("{\"earn\"", with: "{\"version\":7,\"earn\""),
                                                                     true,  "in another order"),
        (text.replacing("\"points\":2", with: "\"points\":2,\"cap\":9"),
                                                                     false, "a rule of a later program"),
        (text.replacing("\"lots\":{}", with: "\"lots\":{\"valid-days\":null}"),
                                                                     false, "a word for what is left out"),
        (text.replacing("\"points\":2", with: "\"points\":2.5"),     false, "half a point"),
        (text.replacing("\"points\":2", with: "\"points\":0"),       false, "a rule that is out of bounds"),
        (text.replacing("\"version\":7", with: "\"version\":0"),     false, "no version"),
        (text.replacing("\"rfm\":{\"bins\":5},", with: ""),          false, "a rule is missing"),
        ("{}",                                                       false, "nothing"),
        ("",                                                         false, "no JSON"),
        ("[\(text)]",                                                false, "a list of them"),
    ]

    @Test(arguments: rows) func `what is not known whole is not read at all`(_ row: Row) {
        let entry = FeedEntry(key: PublishedProgramme.key, value: row.value)
        #expect((PublishedProgramme(entry) != nil) == row.isRead, "\(row.why): \(row.value)")
    }

    @Test func `every row says something else`() {
        #expect(Set(Self.rows.map(\.value)).count == Self.rows.count)
    }

    @Test func `under another name it is no programme in force`() {
        #expect(PublishedProgramme(FeedEntry(key: "next", value: Self.text)) == nil)
        let alias = FeedEntry(key: PublishedProgramme.key, alias: "r1", value: Self.text)
        #expect(PublishedProgramme(alias) == nil)
    }
}
