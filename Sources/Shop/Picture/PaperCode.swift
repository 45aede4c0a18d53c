internal import Symbols

/// A QR code on paper: modules of six dots, or, when the text is too long for one, the words.
struct PaperCode {
    let text: String

    private static let module = 6

    /// The markup, centred on `centre`, and how many dots it takes downwards.
    func svg(centre: Int, top: Int) -> (markup: String, height: Int) {
        guard let code = QRCode(text) else { return framed(centre: centre, top: top) }
        let side = code.size * Self.module
        let markup = PaperDots(code.bitmap(module: 1))
            .svg(left: centre - side / 2, top: top, size: Self.module)
        return (markup, side)
    }

    /// A box that says honestly what the code would have said.
    private func framed(centre: Int, top: Int) -> (markup: String, height: Int) {
        let markup = """
            <rect class="frame" x="\(centre - 200)" y="\(top)" width="400" height="60"/>\
            <text class="n" x="\(centre - 190)" y="\(top + 36)">\
            \(Markup.escape(text.prefix(30)))…</text>
            """
        return (markup, 60)
    }
}
