import Records
import Retail
import Testing
import Till

/// Which clock a till goes by, in hours from a moment in January 2027.
///
/// Steps read `wall@counter`, with `hHUB` behind when the hub has told its time. Moments read as
/// the hour and the quality (`l` local, `a` anchored, `u` untrusted), then `?` for a leap that
/// nobody bears out and `!` for a clock that is not the hub's.
struct TimeSenseTests {
    static let hour: Int64 = 3_600_000
    /// 500,000 hours after the beginning of 1970.
    static let start: Int64 = 1_800_000_000_000

    typealias Row = (known: Int64?, steps: String, moments: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (nil, "0@0",               "0l",         "a new box believes its clock"),
        (nil, "-500000@0 3@3",     "-500000u? 3l", "its battery is flat, then the clock is set"),
        (nil, "0@0h-500000",       "0l",         "a new box, and a hub without a battery"),
        (0,   "-500000@0h-500000", "0u?",        "box and hub without batteries: nobody knows"),
        (0,   "10@0 20@10",        "10l 20l",    "a night, and a day"),
        (0,   "960@0",             "960l",       "closed for a season of forty days"),
        (0,   "961@0",             "0u?",        "an hour more, and somebody is asked"),
        (0,   "639000@0 639001@1", "0u? 1u?",    "2099: it goes on from what it knew"),
        (0,   "639000@0 5@5",      "0u? 5l",     "the clock was set right"),
        (0,   "5@5 639000@6",      "5l 6u?",     "it leaps in service"),
        (0,   "0@0 959@0 1918@0",  "0l 959l 1918l", "two rests, each with records between"),
        (0,   "-24@0",             "-24l",       "set back by a day"),
        (0,   "-25@0",             "0u?",        "set back by more"),
        (0,   "-500000@2",         "2u?",        "1970 again: the counter goes on"),
        (0,   "2@0h2",             "2a",         "the hub agrees"),
        (0,   "639000@0h2",        "2a!",        "the hub knows better"),
        (0,   "-500000@0h2",       "2a!",        "without a battery, with a hub"),
        (0,   "2000@0h2000",       "2000a",      "from a drawer: two who agree"),
        (0,   "2000@0h2010",       "2010a!",     "nearly: the hub's it is"),
        (0,   "3@0h639000",        "3l",         "the hub's clock has leapt"),
        (0,   "3@0h-100",          "3l",         "the hub's clock is behind"),
        (0,   "700000@0h639000",   "0u?",        "both leap, each elsewhere"),
    ]

    private static func word(_ moment: TimeSense.Moment) -> String {
        let quality =
            switch moment.quality {
            case .local: "l"
            case .anchored: "a"
            case .untrusted: "u"
            }
        let doubt =
            switch moment.doubt {
            case .leap: "?"
            case .differs: "!"
            case nil: ""
            }
        return "\((moment.time - start) / hour)\(quality)\(doubt)"
    }

    private static func judge(_ step: Substring, _ sense: inout TimeSense) -> TimeSense.Moment {
        let parts = step.split { $0 == "@" || $0 == "h" }.map { (Int64($0) ?? 0) * hour }
        let hub = parts.count > 2 ? start + parts[2] : nil
        return sense.judge(start + parts[0], at: parts[1], hub: hub)
    }

    @Test(arguments: rows)
    func `a leap needs two who agree`(_ row: Row) {
        let known = row.known.map { Self.start + $0 * Self.hour }
        var sense = TimeSense(known: known, counted: 0)
        let moments = row.steps.split(separator: " ").map { Self.word(Self.judge($0, &sense)) }
        #expect(moments.joined(separator: " ") == row.moments, "\(row.why)")
    }

    @Test func `a clock that is ten minutes off is the hub's, one of less is its own`() {
        for (minutes, isOwn) in [(0, true), (10, true), (-10, true), (11, false), (-11, false)] {
            var sense = TimeSense(known: Self.start, counted: 0)
            let wall = Self.start + Int64(minutes) * 60_000
            let moment = sense.judge(wall, at: 0, hub: Self.start)
            #expect(moment.time == (isOwn ? wall : Self.start), "\(minutes) minutes")
            #expect((moment.doubt == nil) == isOwn, "\(minutes) minutes")
            #expect(moment.quality == .anchored)
        }
    }

    // Persons.

    static let today = SaleTime(unixSeconds: start / 1000, offsetMinutes: 0).localDay
    static let leapt = start + 639_000 * hour

    private static func day(_ moment: TimeSense.Moment) -> BusinessDay {
        SaleTime(unixSeconds: moment.time / 1000, offsetMinutes: 0).localDay
    }

    /// What a till has that knows of `start` and hears this date from a person.
    private static func hear(
        _ sense: inout TimeSense,
        _ day: BusinessDay,
        _ wall: Int64 = leapt,
        hub: Int64? = nil
    ) -> DateRefusal? {
        do throws(DateRefusal) {
            try sense.confirm(day, wall, at: 0, hub: hub, offsetMinutes: 0)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a person's date stands, with the clock's time of day, until the clock is set`() {
        var sense = TimeSense(known: Self.start, counted: 0)
        let tomorrow = Self.today.advanced(by: 1)
        let refusal = Self.hear(&sense, tomorrow)
        #expect(refusal == nil)
        for (step, word) in [("639000@0", "24l"), ("639030@30", "54l"), ("55@31", "55l")] {
            let moment = Self.judge(step[...], &sense)
            #expect(Self.word(moment) == word, "\(step)")
        }
        let late = Self.hear(&sense, tomorrow, Self.start + 55 * Self.hour)
        #expect(late == .notAsked)
    }

    @Test func `a new box without a battery takes any date that can be`() {
        var sense = TimeSense(known: nil, counted: 0)
        let refusal = Self.hear(&sense, Self.today, 86_400_000)
        #expect(refusal == nil)
        let moment = sense.judge(86_400_000, at: 0, hub: nil)
        #expect(TimeSenseTests.day(moment) == Self.today && moment.doubt == nil)
    }

    @Test(arguments: [.min, -1, 0, 1 << 47, .max] as [Int64])
    func `a time of the hub's that cannot be moves nothing`(_ hub: Int64) {
        for known in [nil, Self.start] {
            var sense = TimeSense(known: known, counted: 0)
            let moment = sense.judge(Self.start, at: 0, hub: hub)
            #expect(moment.time == Self.start && moment.quality == .local)
        }
    }

    @Test func `a person who says that the clock is right is believed`() {
        for wall in [Self.leapt, Self.start - 100 * Self.hour] {
            var sense = TimeSense(known: Self.start, counted: 0)
            let shown = SaleTime(unixSeconds: wall / 1000, offsetMinutes: 0).localDay
            let refusal = Self.hear(&sense, shown, wall)
            #expect(refusal == nil)
            let moment = sense.judge(wall, at: 0, hub: nil)
            #expect(moment.time == wall && moment.doubt == nil)
        }
    }

    typealias Refused = (
        day: BusinessDay, wall: Int64, hub: Int64?, refusal: DateRefusal, why: String
    )

    @Test func `nobody moves a date that is known, or back`() {
        let far = BusinessDay(number: 90_000)
        let before = Self.today.advanced(by: -1)
        let latest = Self.today.advanced(by: 40)
        let late = Self.today.advanced(by: 41)
        // swift-format-ignore
        let rows: [Refused] = [
            (Self.today, Self.start, nil,        .notAsked,              "the clock is believed"),
            (Self.today, Self.leapt, Self.start, .notAsked,              "the hub has told the time"),
            (far,        Self.leapt, nil,        .cannotBe(far),         "no till trades then"),
            (late,       Self.leapt, nil,        .isFar(latest),         "a slip of the hand"),
            (before,     Self.leapt, nil,        .isBefore(Self.today),  "it has sold on a later one"),
        ]
        for row in rows {
            var sense = TimeSense(known: Self.start, counted: 0)
            let refusal = Self.hear(&sense, row.day, row.wall, hub: row.hub)
            #expect(refusal == row.refusal, "\(row.why)")
        }
    }
}
