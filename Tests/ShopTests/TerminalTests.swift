import HAL
import Shop
import Testing
import Twins

struct TerminalTests {
    static var state: ShopState {
        var state = ShopState()
        state.receipts = [
            ShopReceipt(
                number: 3,
                elements: [
                    .line(.center, [PaperSpan(text: "巷口小铺", isBold: true, isDoubleHeight: true)]),
                    .line(
                        .left,
                        [PaperSpan(text: "鲜牛奶 950ml                               15.90")]
                    ),
                    .line(
                        .left,
                        [PaperSpan(text: "合计 Total                                 15.90")]
                    ),
                    .cut,
                ]
            )
        ]
        state.printed = 3
        state.display = ["土豆            1.90", "合计 Total     17.80"]
        state.isTillPowered = true
        state.isNetworkPlugged = false
        state.hubSales = 2
        state.note = ShopNote("网线拔了,照常营业", "The network is out, the shop sells on")
        var till = TillStatus()
        till.phase = "ringing"
        till.lines = [
            TillStatus.Line(name: "鲜牛奶 950ml", quantity: "1", amount: 1590, isVoided: true),
            TillStatus.Line(name: "土豆", quantity: "0.415 kg", amount: 190),
        ]
        till.outstanding = 190
        till.member = "***8"
        till.pointsEarned = 3
        till.queue = TillStatus.Queue(journalled: 40, acknowledged: 28, waiting: 12)
        till.link = "resting"
        till.printer = "ready"
        state.till = till
        return state
    }

    @Test func `the picture is this one`() {
        let picture = TerminalPicture(Self.state, columns: 96, rows: 24, isColoured: false)
        let lines = picture.lines.map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
        #expect(lines.joined(separator: "\n") == golden)
    }

    @Test func `the payment terminal is there in a word, and an alarm in a number`() {
        // swift-format-ignore
        let rows: [(card: TillStatus.Card, words: String)] = [
            (TillStatus.Card(stage: "idle"),                   "刷卡 card 空闲 idle"),
            (TillStatus.Card(stage: "at-terminal"),            "刷卡 card 请刷卡 card, please"),
            (TillStatus.Card(stage: "in-doubt"),               "刷卡 card 待查 in doubt"),
            (TillStatus.Card(stage: "parked"),                 "刷卡 card 待核 to look up"),
            (TillStatus.Card(stage: "idle", alarms: 2),        "2 笔待人工处理"),
        ]
        for row in rows {
            var state = Self.state
            state.till?.card = row.card
            let picture = TerminalPicture(state, columns: 140, rows: 40, isColoured: false)
            #expect(picture.lines.joined().contains(row.words))
            let page = PageFragments(state).devices
            #expect(page.contains(row.words.replacing("刷卡 card ", with: "").prefix(2)))
        }
    }

    @Test func `no line is wider than the terminal, whatever its size`() {
        for (columns, rows) in [(80, 24), (84, 24), (100, 30), (140, 50), (40, 10)] {
            let picture = TerminalPicture(
                Self.state,
                columns: columns,
                rows: rows,
                isColoured: false
            )
            #expect(picture.lines.count == rows)
            for line in picture.lines { #expect(TerminalWidth.cells(line) <= columns, "\(line)") }
        }
    }

    typealias Width = (text: String, cells: Int, why: String)

    // swift-format-ignore
    static let widths: [Width] = [
        ("é",       1, "Latin, whatever a Chinese printer makes of it"),
        ("őПβ",     3, "letters beyond Latin 1"),
        ("…“”×→①", 6, "signs of ambiguous width"),
        ("￥",      2, "full width"),
        ("牛奶𠮷",   6, "ideographs, in both planes"),
        ("가ｱ",      3, "Hangul, and a kana of half width"),
        ("😀",      2, "an emoji"),
        ("e\u{301}", 1, "a mark stands on its letter"),
    ]

    @Test(arguments: widths)
    func `text takes the cells that terminals give it`(_ row: Width) {
        #expect(TerminalWidth.cells(row.text) == row.cells, "\(row.why)")
    }

    @Test func `paper and display keep the columns of their devices`() {
        var state = Self.state
        state.receipts = [ShopReceipt(number: 3, elements: Self.european)]
        state.display = ["Café é é é"]
        state.till?.lines = [TillStatus.Line(name: "Crème brûlée", amount: 100)]
        let lines = TerminalPicture(state, columns: 96, rows: 24, isColoured: false).lines
        let paper = [
            "│ Café\(Self.spaces(38))1.00   │",
            "│ Café\(Self.spaces(38))1.00   │",
            "│ \(Self.spaces(42))ééé 牛 │",
            "│ \(Self.spaces(23))ő\(Self.spaces(24)) │",
        ]
        for (line, paper) in zip(lines.dropFirst(), paper) { #expect(line.hasPrefix(paper)) }
        #expect(lines.contains { $0.hasSuffix("║ Café  é  é  é\(Self.spaces(8))║") })
        #expect(lines.contains { $0.hasSuffix("  Crème brûlée\(Self.spaces(24))1.00") })
    }

    /// `é` from a page takes one cell of the paper, from the Chinese font two.
    private static let european: [PaperElement] = [
        .line(.left, [PaperSpan(text: "Café\(spaces(38))1.00", isNarrow: true)]),
        .line(.left, [PaperSpan(text: "Café\(spaces(37))1.00")]),
        .line(.right, [PaperSpan(text: "éé", isNarrow: true), PaperSpan(text: "é牛")]),
        .line(.center, [PaperSpan(text: "ő", isNarrow: true)]),
        .cut,
    ]

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

    @Test func `a product does not get to command the terminal`() {
        var state = Self.state
        state.till?.lines = [TillStatus.Line(name: "\u{1B}[2J\u{7}milk", amount: 1)]
        let text = TerminalPicture(state, isColoured: false).lines.joined()
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
        #expect(text.contains("milk"))
    }
}

/// The shop on a terminal of 96 by 24, without colours; blanks at the ends left out.
private let golden = """
    ┌──────────────────────────────────────────────────┐  算盘 Suanpan  离线 · 12 待上传
    │                     巷口小铺                     │  offline · 12 waiting
    │ 鲜牛奶 950ml                               15.90 │  网线拔了,照常营业
    │ 合计 Total                                 15.90 │  The network is out, the shop sells on
    └╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱╲╱┘  ╔══════════════════════╗
                                                          ║ 土豆            1.90 ║
                                                          ║ 合计 Total     17.80 ║
                                                          ╚══════════════════════╝

                                                          ✗ 鲜牛奶 950ml                       15.90
                                                            土豆                                1.90


                                                          会员 ***8 +3                应收 due ¥1.90

                                                          账 journal 40 · 已确认 acknowledged 28
                                                          打印机 printer 就绪 ready · 小票 receipts
                                                          总部 hub 2 单 sales

                                                          [s] Scan goods      [c] Swipe card
                                                          [p] Pay cash        [n] Plug network
                                                          [o] Take paper      [x] Pull power
                                                          [a] Take over       [q] Quit

    """
