import HAL
import Shop
import Testing
import Twins

struct PageTests {
    static let attack = "<script>alert(\"1\")</script>&'"

    @Test func `whatever a product is called, it stays text on the receipt`() {
        let spans = [
            PaperSpan(text: Self.attack), PaperSpan(text: Self.attack, isDoubleWidth: true),
        ]
        let svg = PaperPicture().svg([.line(.left, spans), .qrCode(Self.attack), .cut])
        #expect(!svg.contains("<script"))
        #expect(svg.contains("&lt;script&gt;"))
    }

    @Test func `whatever anything is called, it stays text in every fragment`() {
        var state = ShopState()
        var till = TillStatus()
        till.lines = [TillStatus.Line(name: Self.attack, quantity: Self.attack, amount: 1)]
        till.member = Self.attack
        till.printer = Self.attack
        till.clockNote = Self.attack
        till.saleNote = Self.attack
        till.phase = "ringing"
        state.till = till
        state.display = [Self.attack]
        state.note = ShopNote(Self.attack, Self.attack)
        state.receipts = [
            ShopReceipt(number: 1, elements: [.line(.left, [PaperSpan(text: Self.attack)])])
        ]
        for (id, html) in PageFragments(state).all {
            #expect(!html.contains("<script"), "\(id)")
        }
    }

    @Test func `the page says what a person has to see to, and how the day's close stands`() {
        var state = ShopState()
        var till = TillStatus()
        till.clockNote = ""
        state.till = till
        #expect(PageFragments(state).notices.isEmpty, "all is well")
        #expect(PageFragments(state).queue.contains("last close</span></dt><dd>"))
        till.clockNote = "The clock shows 2099-01-01. Type DT20170501"
        till.saleNote = "The card has paid 5.00."
        till.closing = TillStatus.Closing(last: 0, sales: 3, returns: 1)
        state.till = till
        let notices = PageFragments(state).notices
        #expect(notices.contains("Type DT20170501") && notices.contains("has paid 5.00"))
        #expect(PageFragments(state).queue.contains("none yet"))
        till.closing = TillStatus.Closing(last: 2, sales: 3, returns: 1)
        state.till = till
        let facts = PageFragments(state).queue
        #expect(facts.contains("no. 2") && facts.contains("returns since</span></dt><dd>1</dd>"))
    }

    @Test func `control characters reach no markup`() {
        #expect(Markup.escape("a\u{0}b\u{1B}[2Jc\u{9F}") == "ab[2Jc")
    }

    @Test func `a character has its own place, Chinese ones two cells apart`() {
        let svg = PaperPicture().svg([.line(.left, [PaperSpan(text: "A牛奶 9")])])
        #expect(svg.contains("<text class=\"n\" x=\"32\" y=\"57\">A</text>"))
        #expect(svg.contains("<text class=\"w\" x=\"44 68\" y=\"57\">牛奶</text>"))
        #expect(svg.contains("<text class=\"n\" x=\"104\" y=\"57\">9</text>"))
    }

    @Test func `a letter of a single-byte page stands in one cell`() {
        let spans = [PaperSpan(text: "é9", isNarrow: true), PaperSpan(text: "é9")]
        let svg = PaperPicture().svg([.line(.left, spans)])
        #expect(svg.contains("<text class=\"n\" x=\"32 44\" y=\"57\">é9</text>"))
        #expect(svg.contains("<text class=\"w\" x=\"56\" y=\"57\">é</text>"))
        #expect(svg.contains("<text class=\"n\" x=\"80\" y=\"57\">9</text>"))
    }

    @Test func `a line that is cut off is torn, one that hangs is not`() {
        let hanging = PaperPicture().svg([.line(.left, [])])
        let torn = PaperPicture().svg([.line(.left, []), .cut])
        #expect(torn.count > hanging.count + 400)
    }

    // swift-format-ignore
    typealias LinkRow = (plugged: Bool, link: String?, waiting: Int64, words: String, why: String)

    static let links: [LinkRow] = [
        (true, "connected", 0, "在线 · 0 待上传", "all is well"),
        (true, "connected", 3, "在线 · 3 待上传", "the queue drains"),
        (false, "resting", 12, "离线 · 12 待上传", "a word and a number, never only a colour"),
        (true, "resting", 12, "离线 · 12 待上传", "the cable is in, the hub is not there"),
        (true, "apart", 12, "本机编号已被另一台使用 · 12 待上传", "another box has this number"),
        (true, nil, 0, "收银机未响应", "the till has no power"),
    ]

    @Test(arguments: links)
    func `the link is a word and a number`(
        _ row: (plugged: Bool, link: String?, waiting: Int64, words: String, why: String)
    ) {
        var state = ShopState()
        state.isNetworkPlugged = row.plugged
        if let link = row.link {
            var till = TillStatus()
            till.link = link
            till.queue = TillStatus.Queue(waiting: row.waiting)
            state.till = till
        }
        #expect(state.link.note.chinese == row.words)
        #expect(PageFragments(state).link.contains(row.words))
    }

    @Test func `every key is on the page with its letter`() {
        let keys = PageFragments(ShopState()).keys
        for key in ShopKey.allCases {
            #expect(keys.contains("data-key=\"\(key.rawValue)\""))
            #expect(keys.contains("aria-keyshortcuts=\"\(key.letter)\""))
            #expect(ShopKey(letter: key.letter) == key)
        }
    }
}
