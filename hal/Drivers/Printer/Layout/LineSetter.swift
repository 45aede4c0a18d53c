import HAL

/// Sets characters into lines, as `TextWidth.wrap` and `TextWidth.row` lay them out.
///
/// It counts the cells that this printer gives each character, so a narrow `é` takes one here.
struct LineSetter {
    private var whole: [[PrintedCharacter]] = []
    private var open: [PrintedCharacter] = []
    /// Cells used in the open line.
    private var used = 0
    private let width: Int
    private let repertoire: Repertoire
    private let letters: Repertoire.Letters

    /// Lines of `width` cells, for text whose letters are so wide.
    init(width: Int, repertoire: Repertoire, letters: Repertoire.Letters) {
        self.width = width
        self.repertoire = repertoire
        self.letters = letters
        open.reserveCapacity(width)
    }

    /// The lines so far, at least one.
    var lines: [[PrintedCharacter]] { whole + [open] }

    mutating func put(_ text: String) {
        for scalar in text.unicodeScalars {
            guard let character = repertoire.character(scalar, letters) else { continue }
            put(character)
        }
    }

    /// Sets `left` and `right` at the two edges: an amount is never cut short.
    mutating func row(_ left: String, _ right: String) {
        put(left)
        let characters = right.unicodeScalars.compactMap { repertoire.character($0, letters) }
        let needed = characters.reduce(0) { $0 + $1.cells }
        if used + needed >= width, used > 0, needed > 0 { end() }
        let space = PrintedCharacter.space
        for _ in 0..<max(0, width - used - needed) { put(space) }
        for character in characters { put(character) }
    }

    private mutating func put(_ character: PrintedCharacter) {
        if used + character.cells > width { end() }
        open.append(character)
        used += character.cells
    }

    private mutating func end() {
        whole.append(open)
        open = []
        used = 0
    }
}
