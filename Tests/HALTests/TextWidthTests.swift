import HAL
import Testing

/// Widths are in half-width cells, as the printer's and the display's Chinese fonts draw them.
struct TextWidthTests {
    // swift-format-ignore
    static let widths: [(text: String, cells: Int, why: String)] = [
        ("",            0, "nothing takes nothing"),
        ("MILK 2.50",   9, "ASCII takes one cell each"),
        ("牛奶",         4, "a Chinese character is a square"),
        ("牛奶 1L",      7, "both in one line"),
        ("é×·",         6, "GBK draws these in a square, whatever a screen does"),
        ("e\u{301}",    1, "a combining accent stands on its letter"),
        ("a\u{200B}b",  2, "an invisible joiner takes no cell"),
        ("𠮷",          2, "a rare name beyond the basic plane is a square too"),
        ("a\u{1B}b",    3, "a control byte is printed as a space"),
        ("\u{A0}",      1, "a no-break space is a space"),
    ]

    @Test(arguments: widths)
    func `text is as wide as the hardware draws it`(
        _ row: (text: String, cells: Int, why: String)
    ) {
        #expect(TextWidth.cells(row.text) == row.cells)
    }

    // swift-format-ignore
    static let cuts: [(text: String, limit: Int, cut: String, why: String)] = [
        ("abcdef",     3, "abc",      "cut at the limit"),
        ("abc",        5, "abc",      "short text stays whole"),
        ("中文",        3, "中",       "no half of a square"),
        ("中文",        1, "",         "not even one fits"),
        ("ae\u{301}b", 2, "ae\u{301}", "a mark stays with its letter"),
    ]

    @Test(arguments: cuts)
    func `text is cut at a whole character`(
        _ row: (text: String, limit: Int, cut: String, why: String)
    ) {
        #expect(TextWidth.truncate(row.text, to: row.limit) == row.cut)
    }

    // swift-format-ignore
    static let rows: [(left: String, right: String, width: Int, lines: [String], why: String)] = [
        ("Milk", "2.50",   12, ["Milk    2.50"],             "both edges of one line"),
        ("牛奶", "2.50",    12, ["牛奶    2.50"],              "squares count twice"),
        ("Long name", "9", 10, ["Long name", "         9"],  "no room beside it: below it"),
        ("Longer name", "9", 8, ["Longer n", "ame    9"],     "a long name wraps, the amount stays"),
        ("", "2.50",        8, ["    2.50"],                 "an amount alone"),
        ("ab", "",          4, ["ab  "],                     "a name alone"),
    ]

    @Test(arguments: rows)
    func `an amount is never cut short`(
        _ row: (left: String, right: String, width: Int, lines: [String], why: String)
    ) {
        #expect(TextWidth.row(row.left, row.right, in: row.width) == row.lines)
    }

    @Test func `fitted text has exactly the width that was asked for`() {
        for text in ["", "a", "中文中文", "中a文b中c"] {
            for width in 0...8 {
                for alignment in TextAlignment.allCases {
                    let fitted = TextWidth.fit(text, to: width, alignment)
                    #expect(TextWidth.cells(fitted) == width, "\(text) in \(width)")
                }
            }
        }
    }

    @Test func `wrapped lines hold all the text and fit`() {
        let text = "一二三abc四d五六efg七八九十"
        for width in 2...9 {
            let lines = TextWidth.wrap(text, to: width)
            #expect(lines.joined() == text)
            #expect(lines.allSatisfy { TextWidth.cells($0) <= width })
        }
        #expect(TextWidth.wrap("", to: 4) == [""])
    }
}
