import Foundation
import Hub
import Retail
import SyncProtocol
import Testing

/// The coupons of a shop are read strictly before any till hears of them.
struct HubCouponTests {
    /// One coupon with `lines` after its name and days.
    private static func text(_ lines: String...) -> String {
        let head = ["id: SAVE20", "name: 满100减20", "first-day: 2026-11-01", "last-day: 2026-11-30"]
        return "coupons:\n  - " + (head + lines).joined(separator: "\n    ") + "\n"
    }

    typealias Row = (text: String, words: [String], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (text("amount-of: 2000"),                ["shop.yaml:6: coupons[0].amount-of", "`amount-off`"], "a misspelt condition"),
        (text("amount-off: 20.00"),              ["shop.yaml:6: coupons[0].amount-off", "whole number"], "an amount with a point"),
        (text("amount-off: 0"),                  ["coupons[0] SAVE20: amount-off", "write minor units"],  "nothing off"),
        (text(),                                 ["coupons[0] SAVE20: amount-off", "share-off"],          "no rule"),
        (text("amount-off: 2000", "single-use: once"),
                                                 ["coupons[0].single-use"],                                "neither true nor false"),
        (text("share-off: 1000", "per-basket: 0", "items: []"),
                                                 ["per-basket: 0", "items: is empty"],                    "two faults at once"),
        (text("amount-off: 5") + "  - {id: SAVE20, name: B, amount-off: 5, first-day: 2026-11-01, last-day: 2026-11-30}\n",
                                                 ["coupons[1] SAVE20: id: another coupon has it"],        "two of one name"),
        (text("amount-off: 5").replacing("11-30", with: "11-31"),
                                                 ["shop.yaml:5: coupons[0].last-day", "not a date"],      "no day"),
        ("{}\n",                                 ["shop.yaml", "coupons"],                                "no list"),
        ("",                                     ["shop.yaml", "empty"],                                  "nothing at all"),
    ]

    @Test func `coupons are published as they are written, or named and not at all`()
        async throws
    {
        let hub = try await TestStore.memory.hub()
        let folder = try TestFolder()
        let path = folder.path + "/shop.yaml"
        let file = FeedFile(.coupons, path: path)
        func publish(_ text: String) async throws -> FeedFilePublication {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return try await hub.publish(file)
        }
        #expect(try await !hub.publish(file).isSuccess, "there is no file")
        let right = try await publish(
            Self.text("amount-off: 2000", "smallest-basket: 10000", "departments: [PRODUCE]")
        )
        #expect(right.isSuccess && right.words.contains("1 new or changed"), "\(right.words)")
        let newest = try #require(try await hub.store.read { try $0.newestFeed("coupons") })
        let told = try await HubFeedTests.told(hub.store, newest, since: 0, from: [])
        #expect(told.map(\.key) == ["SAVE20"])
        let coupon = try #require(told.first.flatMap { CouponEntry($0)?.coupon })
        #expect(coupon.amountOff?.minorUnits == 2000 && coupon.departments == ["PRODUCE"])
        for row in Self.rows {
            let wrong = try await publish(row.text)
            #expect(!wrong.isSuccess, "\(row.why)")
            for word in row.words {
                #expect(wrong.words.contains(word), "\(row.why): \(wrong.words)")
            }
        }
        #expect(try await hub.store.read { try $0.newestFeed("coupons") } == newest)
        let none = try await publish("coupons: []\n")
        #expect(none.isSuccess && none.words.contains("1 gone"), "\(none.words)")
    }
}
