import Foundation
import HAL
import Shop
import Testing
import Twins

struct ShopStateTests {
    @Test func `the state goes through JSON and back`() throws {
        var state = ShopState()
        state.receipts = [
            ShopReceipt(number: 7, elements: [.line(.center, [PaperSpan(text: "合计")]), .cut])
        ]
        state.display = ["鲜牛奶         15.90", "合计 Total     15.90"]
        state.till = try JSONDecoder().decode(TillStatus.self, from: Data(Self.status.utf8))
        let data = try JSONEncoder().encode(state)
        #expect(try JSONDecoder().decode(ShopState.self, from: data) == state)
    }

    @Test func `a till that says more than we know, or less, is understood`() throws {
        let till = try JSONDecoder().decode(TillStatus.self, from: Data(Self.status.utf8))
        #expect(till.isSelling)
        #expect(till.waiting == 2)
        #expect(till.standingLines.count == 1)
        let bare = try JSONDecoder().decode(TillStatus.self, from: Data("{}".utf8))
        #expect(bare == TillStatus())
    }

    @Test func `who follows the scene sees its newest picture`() async throws {
        let scene = ShopScene()
        var states = scene.states().makeAsyncIterator()
        let first = try #require(await states.next())
        #expect(first == scene.state)
        scene.update { $0.printed = 1 }
        scene.update { $0.printed = 2 }
        let last = try #require(await states.next())
        #expect(last.printed == 2)
    }

    static let status = """
        {"store":1,"till":1,"isReady":true,"phase":"ringing","future":{"a":1},
        "lines":[{"name":"鲜牛奶 950ml","quantity":"1","amount":1590,"isVoided":false},
        {"name":"土豆","quantity":"0.415 kg","amount":190,"isVoided":true}],
        "due":1590,"link":"apart","queue":{"journalled":9,"acknowledged":7,"waiting":2}}
        """
}
