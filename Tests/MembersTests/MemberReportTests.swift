import Loyalty
import Members
import Retail
import TestSupport
import Testing

/// The report is of day 1000; histories read as `history` writes them.
struct MemberReportTests {
    typealias Stage = (days: String, stage: LifecycleStage, why: String)

    private static let today = BusinessDay(number: 1000)

    // swift-format-ignore
    static let stages: [Stage] = [
        ("",                          .prospect, "never bought"),
        ("1000×1=100",                .prospect, "today's sale is not known yet"),
        ("999×1=100",                 .new,      "bought yesterday for the first time"),
        ("970×1=100",                 .new,      "thirty days ago is still new"),
        ("969×1=100",                 .atRisk,   "thirty-one days of silence"),
        ("969×1=100 970×1=100",       .active,   "a day older than new, and thirty days silent"),
        ("910×1=100",                 .atRisk,   "ninety days of silence"),
        ("909×1=100",                 .dormant,  "ninety-one"),
        ("820×1=100",                 .dormant,  "a hundred and eighty"),
        ("819×1=100",                 .lost,     "a hundred and eighty-one"),
        ("879×1=100 970×1=100",       .wonBack,  "back after ninety-one days"),
        ("880×1=100 970×1=100",       .active,   "ninety days away is no loss"),
        ("878×1=100 969×1=100 999×1=100", .active, "came back more than thirty days ago"),
        ("800×1=100 975×1=100 999×1=100", .wonBack, "the first day of the return counts"),
        ("999×1=100 800×1=100 975×1=100", .wonBack, "days may come in any order"),
        ("600×1=100 790×1=100",       .lost,     "a return that ended long ago"),
    ]

    @Test(arguments: stages)
    func `a member's stage is the first line that is true`(_ row: Stage) throws {
        let rows = memberRows(
            histories: [history("1:" + row.days)],
            asOf: Self.today,
            programme: programme
        )
        #expect(rows.map(\.stage) == [row.stage])
    }

    typealias Line = (member: String, opening: String, csv: String, why: String)

    // swift-format-ignore
    static let lines: [Line] = [
        ("7:",                     "",            "1972-09-27,7,,,0,0,base,,,,,prospect,0,0,0,0,0",
            "enrolled only"),
        ("7:990×2=1234 999×1=100", "",            "1972-09-27,7,1972-09-17,1972-09-26,3,1334,base,1,1,1,1,new,0,13,0,13,0",
            "two days, three sales"),
        ("7:635×1=25000",          "",            "1972-09-27,7,1971-09-28,1971-09-28,1,25000,silver,365,1,1,1,lost,0,250,250,0,0",
            "the window's first day counts"),
        ("7:634×1=25000",          "",            "1972-09-27,7,1971-09-27,1971-09-27,0,0,base,,,,,lost,0,250,250,0,0",
            "the day before it does not"),
        ("7:990×1=500",            "7:950×1=700", "1972-09-27,7,1972-08-08,1972-09-17,2,1200,base,10,1,1,1,active,7,5,0,12,7",
            "the opening's points are the opening balance"),
        ("7:990×1=500",            "7:990×1=500 989×1=100", "1972-09-27,7,1972-09-16,1972-09-17,2,600,base,10,1,1,1,new,1,5,0,6,0",
            "what the histories cover is not taken from the opening"),
        ("7:950×1=500",            "7:900×1=700", "1972-09-27,7,1972-06-19,1972-08-08,2,1200,base,50,1,1,1,at_risk,7,5,7,5,5",
            "the opening's points go in their time"),
    ]

    @Test(arguments: lines)
    func `a row is written as the report has it`(_ row: Line) {
        let rows = memberRows(
            histories: [history(row.member)],
            opening: row.opening.isEmpty ? [] : [history(row.opening)],
            asOf: Self.today,
            programme: programme
        )
        #expect(rows.map { $0.values.map(\.csv).joined(separator: ",") } == [row.csv])
    }

    @Test func `the columns carry the programme's id and its window`() {
        var other = programme
        other.id = "wanjia"
        other.tiers.windowDays = 90
        let columns = MemberRow.columns(of: other)
        #expect(columns.contains("wanjia_opening") && columns.contains("wanjia_next30"))
        #expect(columns.contains("sales_90") && columns.contains("spend_90"))
    }

    @Test func `every member of either list has one row, in order of number`() {
        let rows = memberRows(
            histories: [history("9:990×1=100"), history("2:")],
            opening: [history("5:900×1=100"), history("9:900×1=100")],
            asOf: Self.today,
            programme: programme
        )
        #expect(rows.map(\.member.number) == [2, 5, 9])
        #expect(rows.map(\.sales) == [0, 1, 2])
    }

    @Test func `members score against those who bought in the window, equals alike`() {
        let rows = memberRows(
            histories: [
                history("1:999×1=100"), history("2:990×2=100"), history("3:990×3=900"),
                history("4:980×9=900"), history("5:970×9=900"), history("6:500×99=99900"),
                history("7:"),
            ],
            asOf: Self.today,
            programme: programme
        )
        let scores = rows.map { row in
            row.rfm.map { "\($0.recency)\($0.frequency)\($0.money)" } ?? ""
        }
        // Of five members: strictly worse 4 2 2 1 0, then 0 1 2 3 3, then 0 0 2 2 2.
        #expect(scores == ["511", "321", "333", "243", "143", "", ""])
    }

    @Test func `the order of histories and days makes no difference`() {
        let seed = Dice.seed(for: "shuffled histories")
        var dice = Dice(seed: seed)
        var histories = (1...50).map { member in
            let days = (0..<Int.random(in: 0...9, using: &dice)).map { _ in
                let day = Int.random(in: 600...1005, using: &dice)
                return "\(day)×\(Int.random(in: 1...3, using: &dice))=\(day * 7)"
            }
            return history("\(member): " + days.joined(separator: " "))
        }
        let rows = memberRows(histories: histories, asOf: Self.today, programme: programme)
        histories.shuffle(using: &dice)
        for index in histories.indices {
            histories[index].days.shuffle(using: &dice)
        }
        let shuffled = memberRows(histories: histories, asOf: Self.today, programme: programme)
        #expect(rows == shuffled, "seed \(seed)")
    }

    @Test func `a hundred thousand members take a moment`() {
        let histories = (0..<100_000).map { member in
            let days = (0..<10).map { index in
                MemberDay(
                    day: BusinessDay(number: Int32(640 + index * 30 + member % 29)),
                    sales: 1,
                    due: Money(minorUnits: Int64(member * 37 % 9_999)),
                    points: 12
                )
            }
            return MemberHistory(member: MemberID(Int64(100_000 - member)), days: days)
        }
        let start = ContinuousClock.now
        let rows = memberRows(histories: histories, asOf: Self.today, programme: programme)
        print("100000 members with 10 days each in \(start.duration(to: .now))")
        #expect(rows.count == 100_000)
        #expect(rows.first?.member == MemberID(1))
    }
}
