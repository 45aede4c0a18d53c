/// Text on its way into HTML or SVG: whatever a product is called, it stays text.
public enum Markup {
    /// `text` with the five characters that mean something in markup written as entities, and
    /// control characters, which XML has no way to write, left out.
    public static func escape(_ text: some StringProtocol) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The same words in Chinese and English, each marked as what it is for a voice to read.
    public static func both(_ chinese: String, _ english: String) -> String {
        """
        <span lang="zh">\(escape(chinese))</span> <span lang="en">\(escape(english))</span>
        """
    }
}
