/// The parts of the page that change, each the HTML of one element: server-sent events carry them.
///
/// Pure: a state in, markup out. All text goes through `Markup`, so a product may be called
/// anything.
public struct PageFragments: Sendable {
    /// How many receipts the page shows.
    public static let receipts = 4

    let state: ShopState
    private let paper = PaperPicture()

    /// The fragments of `state`.
    public init(_ state: ShopState) {
        self.state = state
    }

    /// Every fragment by the id of the element that it fills.
    public var all: [(id: String, html: String)] {
        [
            ("link", link), ("paper", paperColumn), ("display", display), ("basket", basket),
            ("notices", notices), ("queue", queue), ("devices", devices), ("keys", keys),
            ("note", note),
        ]
    }

    /// The link in a word and a number.
    public var link: String {
        let note = state.link.note
        return """
            <strong class="pill \(state.link.look)">\(Markup.both(note.chinese, note.english))\
            </strong>
            """
    }

    /// The newest receipt under the printer's slot, older ones below it.
    public var paperColumn: String {
        var html = ""
        if !state.hanging.isEmpty {
            html += "<article class=\"hanging\">\(paper.svg(state.hanging))</article>"
        }
        for receipt in state.receipts.suffix(Self.receipts).reversed() {
            html += """
                <article data-number="\(receipt.number)">\(paper.svg(receipt.elements))</article>
                """
        }
        guard html.isEmpty else { return html }
        return "<p class=\"empty\">\(Markup.both("还没有小票", "No receipt yet"))</p>"
    }

    /// The customer's display.
    public var display: String { DisplayPicture().svg(state.display) }

    /// What has just happened, for eyes and voices.
    public var note: String { Markup.both(state.note.chinese, state.note.english) }

    /// The keys: what each does now, and its letter.
    public var keys: String {
        ShopKey.allCases.map { key in
            let label = key.label(in: state)
            return """
                <button type="button" data-key="\(key.rawValue)" \
                aria-keyshortcuts="\(key.letter)">\(Markup.both(label.chinese, label.english))\
                <kbd>\(key.letter.uppercased())</kbd></button>
                """
        }.joined()
    }
}
