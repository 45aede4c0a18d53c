import Foundation
import Hub
import SyncProtocol
import Testing

/// The settings of a shop are read strictly before any till hears of them.
struct HubSettingsTests {
    typealias Row = (text: String, words: [String], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("shop-nam: 万家\n",                      ["shop.yaml:1: shop-nam", "`shop-name`"],  "a misspelt setting"),
        ("shop-name: 7\n",                        ["shop.yaml:1: shop-name"],                "no text"),
        ("shop-name: \"\"\n",                     ["shop.yaml: shop-name", "write 1 to"],    "no name"),
        ("receipt-footer: 再见\n",                ["shop.yaml:1: receipt-footer"],           "no list"),
        ("receipt-footer: [\"a\\tb\"]\n",         ["receipt-footer", "a list of at most"],   "a tab"),
        ("shop-name: A\nshop-name: B\n",          ["shop.yaml:2", "twice"],                  "two names"),
        ("",                                      ["shop.yaml", "empty"],                    "nothing at all"),
    ]

    @Test func `settings are published as they are written, or named and not at all`()
        async throws
    {
        let hub = try await TestStore.memory.hub()
        let folder = try TestFolder()
        let path = folder.path + "/shop.yaml"
        let file = FeedFile(.configuration, path: path)
        func publish(_ text: String) async throws -> FeedFilePublication {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return try await hub.publish(file)
        }
        #expect(try await !hub.publish(file).isSuccess, "there is no file")
        let right = try await publish("shop-name: 万家\nreceipt-footer: [7 天退换, \"\", 再见]\n")
        #expect(right.isSuccess && right.words.contains("2 new or changed"), "\(right.words)")
        let newest = try #require(try await hub.store.read { try $0.newestFeed("configuration") })
        let told = try await HubFeedTests.told(hub.store, newest, since: 0, from: [])
        let settings = ShopSettings(shopName: "万家", receiptFooter: ["7 天退换", "", "再见"])
        #expect(ShopSettings(told) == settings)
        for row in Self.rows {
            let wrong = try await publish(row.text)
            #expect(!wrong.isSuccess, "\(row.why)")
            for word in row.words {
                #expect(wrong.words.contains(word), "\(row.why): \(wrong.words)")
            }
        }
        #expect(try await hub.store.read { try $0.newestFeed("configuration") } == newest)
        let none = try await publish("{}\n")
        #expect(none.isSuccess && none.words.contains("2 gone"), "\(none.words)")
    }
}
