import Hub
import Testing

/// Every store keeps every promise, and the suite sees a store that breaks one.
struct StoreRuleTests {
    @Test(arguments: TestStore.allCases, StoreRule.allCases)
    func `every store keeps every rule`(_ kind: TestStore, _ rule: StoreRule) async throws {
        #expect(try await rule.isKept(by: kind.make()), "\(rule.rawValue)")
    }

    @Test(arguments: StoreRule.allCases)
    func `a store that breaks a rule is caught`(_ rule: StoreRule) async throws {
        let twin = MemoryHubStore(fault: rule.twin)
        #expect(try await !rule.isKept(by: twin), "\(rule.rawValue)")
    }

    @Test func `every bad twin has its rule`() {
        #expect(Set(StoreRule.allCases.map(\.twin)) == Set(MemoryHubFault.allCases))
    }

    @Test(arguments: TestStore.allCases)
    func `text comes back as it went in, whatever it holds`(_ kind: TestStore) async throws {
        let store = try kind.make()
        for text in ["", "\0", "a\0b\\0c\\", "\\", "算盘 \u{10FFFF} e\u{301}", "'; DROP TABLE x"] {
            var device = DeviceEntry(meeting: TestTill())
            device.version = text
            let entry = device
            try await store.commit { try $0.put(entry) }
            let found = try await store.read { try $0.device(entry.device)?.version }
            #expect(found?.utf8.elementsEqual(text.utf8) == true)
        }
    }
}
