/// The code of a Swift file: its text with comments and string contents blanked out.
///
/// Every line keeps its number, and what is interpolated into a string stays, because it is code.
/// In a name between backticks each character becomes `_`, so that a test may be called
/// `nobody says sleep(`. Bare regex literals are not known here; write `#/…/#`.
struct SourceText {
    private let input: [UInt8]
    private var place = 0
    private var output: [UInt8] = []

    /// The code of `text`.
    static func code(of text: String) -> String {
        var source = SourceText(text)
        source.takeCode(insideParentheses: false)
        return String(decoding: source.output, as: UTF8.self)
    }

    private init(_ text: String) {
        input = Array(text.utf8)
        output.reserveCapacity(input.count)
    }

    /// Takes code up to the end, or up to the `)` that ends an interpolation.
    private mutating func takeCode(insideParentheses: Bool) {
        var depth = 0
        while place < input.count {
            if at("//") {
                blank(while: { !$0.at("\n") })
            } else if at("/*") {
                takeBlockComment()
            } else if let hashes = hashes(before: "/"), hashes > 0 {
                let end = "/" + String(repeating: "#", count: hashes)
                blank(hashes + 1)
                blank(while: { !$0.at(end) })
                blank(end.utf8.count)
            } else if let hashes = hashes(before: "\"") {
                takeString(hashes: hashes)
            } else if at("`") {
                takeName()
            } else {
                if at("(") { depth += 1 }
                if at(")") { depth -= 1 }
                keep()
                if insideParentheses, depth < 0 { return }
            }
        }
    }

    private mutating func takeBlockComment() {
        var depth = 0
        repeat {
            if at("/*") {
                depth += 1
                blank(2)
            } else if at("*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && place < input.count
    }

    private mutating func takeString(hashes: Int) {
        let fence = String(repeating: "#", count: hashes)
        blank(hashes)
        let quote = at("\"\"\"") ? "\"\"\"" : "\""
        blank(quote.utf8.count)
        while place < input.count {
            if at("\\" + fence + "(") {
                blank(hashes + 1)
                keep()
                takeCode(insideParentheses: true)
            } else if at("\\" + fence) {
                blank(hashes + 2)
            } else if at(quote + fence) {
                blank(quote.utf8.count + hashes)
                return
            } else if quote == "\"", at("\n") {
                return
            } else {
                blank(1)
            }
        }
    }

    private mutating func takeName() {
        keep()
        while place < input.count, !at("`"), !at("\n") {
            output.append(UInt8(ascii: "_"))
            place += 1
        }
        keep()
    }

    /// How many `#` stand here before `mark`, or nil when that is not what stands here.
    private func hashes(before mark: String) -> Int? {
        var end = place
        while end < input.count, input[end] == UInt8(ascii: "#") { end += 1 }
        return starts(mark, at: end) ? end - place : nil
    }

    private func at(_ text: String) -> Bool { starts(text, at: place) }

    private func starts(_ text: String, at start: Int) -> Bool {
        input[min(start, input.count)...].starts(with: text.utf8)
    }

    private mutating func keep() {
        guard place < input.count else { return }
        output.append(input[place])
        place += 1
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where place < input.count {
            output.append(at("\n") ? UInt8(ascii: "\n") : UInt8(ascii: " "))
            place += 1
        }
    }

    private mutating func blank(while isInside: (SourceText) -> Bool) {
        while place < input.count, isInside(self) { blank(1) }
    }
}
