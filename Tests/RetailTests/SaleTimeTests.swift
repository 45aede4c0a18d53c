import Retail
import Testing

struct SaleTimeTests {
    typealias Row = (text: String, unix: Int64, day: String, second: Int32, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("1970-01-01T00:00:00+00:00",             0, "1970-01-01",      0, "the beginning"),
        ("1969-12-31T23:59:59+00:00",            -1, "1969-12-31", 86_399, "the second before it"),
        ("2017-05-01T00:01:10-04:00", 1_493_611_270, "2017-05-01",     70, "the first sale of a month"),
        ("2017-05-01T12:01:10+08:00", 1_493_611_270, "2017-05-01", 43_270, "the same instant in China"),
        ("2017-11-05T00:59:59-04:00", 1_509_857_999, "2017-11-05",  3_599, "before clocks go back"),
        ("2017-11-05T01:30:00-04:00", 1_509_859_800, "2017-11-05",  5_400, "half past one, first time"),
        ("2017-11-05T01:30:00-05:00", 1_509_863_400, "2017-11-05",  5_400, "half past one, an hour later"),
        ("2017-03-12T03:00:00-04:00", 1_489_302_000, "2017-03-12", 10_800, "after clocks went forward"),
        ("2017-12-31T23:30:00-05:30", 1_514_782_800, "2017-12-31", 84_600, "half an hour in the offset"),
        ("2018-01-01T05:45:00+05:45", 1_514_764_800, "2018-01-01", 20_700, "Kathmandu"),
        ("1960-02-29T12:00:00+14:00",  -310_528_800, "1960-02-29", 43_200, "long ago, far east"),
    ]

    @Test(arguments: rows)
    func `a time is read and written alike, instant and local day`(_ row: Row) throws {
        let time = try #require(SaleTime(row.text))
        #expect(time.unixSeconds == row.unix)
        #expect(time.localDay.description == row.day)
        #expect(time.secondOfDay == row.second)
        #expect(time.description == row.text)
    }

    @Test func `half past one comes twice when clocks go back`() throws {
        let first = try #require(SaleTime("2017-11-05T01:30:00-04:00"))
        let second = try #require(SaleTime("2017-11-05T01:30:00-05:00"))
        #expect(second.unixSeconds - first.unixSeconds == 3600)
        #expect(first.localDay == second.localDay)
    }

    @Test func `Z is read as no offset and written as one`() throws {
        let time = try #require(SaleTime("2017-05-01T04:01:10Z"))
        #expect(time.unixSeconds == 1_493_611_270)
        #expect(time.description == "2017-05-01T04:01:10+00:00")
    }

    // swift-format-ignore
    static let refused: [(text: String, why: String)] = [
        ("2017-05-01",                   "a day is not a time"),
        ("2017-05-01T00:01:10",          "no offset"),
        ("2017-05-01 00:01:10-04:00",    "no T"),
        ("2017-05-01t00:01:10-04:00",    "a small t"),
        ("2017-05-01T24:00:00-04:00",    "no such hour"),
        ("2017-05-01T00:60:00-04:00",    "no such minute"),
        ("2017-05-01T00:00:60-04:00",    "leap seconds are not sold in"),
        ("2017-02-29T00:00:00-04:00",    "no such day"),
        ("2017-05-01T00:01:10.5-04:00",  "half a second"),
        ("2017-05-01T00:01:10-0400",     "no colon in the offset"),
        ("2017-05-01T00:01:10-04:60",    "no such minute of offset"),
        ("2017-05-01T00:01:10-24:00",    "no such hour of offset"),
        ("2017-05-01T00:01:10 04:00",    "no sign"),
        ("2017-05-01T0x:01:10-04:00",    "not a digit"),
        ("2017-05-01T00:01:1\u{E9}04:00","a letter in the middle"),
        ("",                             "nothing"),
    ]

    @Test(arguments: refused)
    func `what is not RFC 3339 with whole seconds is refused`(_ row: (text: String, why: String)) {
        #expect(SaleTime(row.text) == nil)
    }
}
