import Foundation
import Members
import Retail
import Testing

struct ReportValueTests {
    // swift-format-ignore
    static let rows: [(value: ReportValue, csv: String, json: String)] = [
        (.text("gold"),          "gold",             "[\"gold\"]"),
        (.text("金卡会员"),       "金卡会员",          "[\"金卡会员\"]"),
        (.text("a,b"),           "\"a,b\"",          "[\"a,b\"]"),
        (.text("3\" pipe"),      "\"3\"\" pipe\"",   "[\"3\\\" pipe\"]"),
        (.text("a\r\nb"),        "\"a\r\nb\"",       "[\"a\\r\\nb\"]"),
        (.text(""),              "",                 "[\"\"]"),
        (.number(-12),           "-12",              "[-12]"),
        (.none,                  "",                 "[null]"),
        (.count(nil),            "",                 "[null]"),
        (.count(3),              "3",                "[3]"),
        (.day(nil),              "",                 "[null]"),
        (.day(BusinessDay(number: 0)), "1970-01-01", "[\"1970-01-01\"]"),
    ]

    @Test(arguments: rows)
    func `a value is quoted in CSV where it must be, and keeps its kind in JSON`(
        _ row: (value: ReportValue, csv: String, json: String)
    ) throws {
        #expect(row.value.csv == row.csv)
        #expect(String(decoding: try JSONEncoder().encode([row.value]), as: UTF8.self) == row.json)
    }

    @Test func `a line of CSV ends with a line end`() {
        #expect(ReportValue.csvLine([.number(1), .none, .text("x")]) == "1,,x\n")
    }
}
