/// A QR code on paper: modules of six dots, or, when the text is too long for one, the words.
struct PaperCode {
    let text: String

    private static let module = 6

    /// The markup, centred on `centre`, and how many dots it takes downwards.
    func svg(centre: Int, top: Int) -> (markup: String, height: Int) {
        guard let code = QRCode(text) else { return framed(centre: centre, top: top) }
        let side = code.size * Self.module
        let left = centre - side / 2
        var path = ""
        for y in 0..<code.size {
            var x = 0
            while x < code.size {
                let start = x
                while x < code.size, code.isDark(x, y) { x += 1 }
                if x > start {
                    let width = (x - start) * Self.module
                    path += "M\(left + start * Self.module) \(top + y * Self.module)h\(width)"
                    path += "v\(Self.module)h-\(width)z"
                }
                x += 1
            }
        }
        return ("<path class=\"ink\" d=\"\(path)\"/>", side)
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
