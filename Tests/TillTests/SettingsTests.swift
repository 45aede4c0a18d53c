import HAL
import Retail
import SyncProtocol
import Testing
import Till

/// What the hub decides about the look of receipts, at a till that is selling.
struct SettingsTests {
    private func texts(_ document: PrintDocument) -> [String] {
        document.nodes.compactMap { node in
            if case .text(let text, _) = node { text } else { nil }
        }
    }

    @Test func `the next receipt and the idle display have the words that the hub has decided`()
        async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        _ = await till.perform(events("day ring exact"))
        await till.settle()
        await till.use(ShopSettings(shopName: "万家", receiptFooter: ["7 天退换", "再见"]))
        _ = await till.perform(events("ring exact"))
        await till.settle()
        await till.use(ShopSettings(receiptFooter: []))
        _ = await till.perform(events("ring exact"))
        await till.settle()
        let paper = await bench.printer.paper.map { texts($0.document) }
        #expect(paper.map(\.first) == ["算盘 Shop", "万家", "算盘 Shop"])
        #expect(paper[0].last == "谢谢惠顾 Thank you")
        #expect(paper[1].suffix(2) == ["7 天退换", "再见"])
        #expect(paper[2].count == 1, "the name alone")
        await till.use(ShopSettings(shopName: "万家"))
        _ = await till.perform(events("ring void"))
        await till.settle()
        #expect(bench.display.pictures.last?.first == "万家")
    }

    @Test func `a copy has the words of today`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        _ = await till.perform(events("day ring exact"))
        await till.settle()
        await till.use(ShopSettings(shopName: "万家"))
        let number = ReceiptNumber(day: TestBench.day, number: 1)
        let shown = try #require(try await till.receipt(number))
        #expect(shown.text?.contains { $0.contains("万家") } == true, "\(shown)")
    }
}
