import HAL

/// The characters that a printer's own fonts show, and by what means.
///
/// A character has one width in one text, so that columns can be counted before a byte is chosen.
/// A letter or a currency sign that a single-byte page has is narrow, as a Frenchman or a Russian
/// would print it; marks that Chinese text uses too, such as `“` and `…`, are squares from the
/// Chinese font if there is one. A printer that flushes the line on `FS &` cannot mix the two in a
/// line: there the letters of a text that needs the Chinese font are squares as well, if that font
/// has them all.
struct Repertoire: Sendable {
    /// How wide letters are that a single-byte page and the Chinese font both have.
    enum Letters {
        case narrow
        case square
    }

    /// The printer's pages, in the order of the bits of `PrintedCharacter.Means.page`.
    let pages: [(page: CodePage, number: UInt8)]
    private let table: ChineseTable?
    private let flushesLine: Bool

    init(_ profile: PrinterProfile) {
        pages = Array(profile.codePages.value.sorted.prefix(32))
        table = profile.chinese.value.area.map(ChineseTable.table)
        flushesLine = profile.flushesLineOnChinese.value
    }

    /// Whether there is a Chinese font.
    var hasChinese: Bool { table != nil }

    /// How wide the letters of `text` are, which `draws` says whether a picture can be made of.
    ///
    /// Squares are printed by the printer's own fonts. What is drawn anyway, for a character that
    /// the Chinese font lacks, has its letters narrow, as they look in print.
    func letters(of text: String, draws: (PrintedCharacter) -> Bool) -> Letters {
        guard flushesLine, table != nil, text.unicodeScalars.contains(where: Self.isLetter)
        else { return .narrow }
        let narrow = text.unicodeScalars.compactMap { character($0, .narrow) }
        guard narrow.contains(where: { $0.isSquare || $0.means == .missing }) else {
            return .narrow
        }
        let isWhole = text.unicodeScalars.allSatisfy { scalar in
            character(scalar, .square).map { !$0.isOnPage && $0.means != .missing } ?? true
        }
        return isWhole || !narrow.allSatisfy(draws) ? .square : .narrow
    }

    /// How `scalar` is printed, or nothing when it takes no room: a mark, a joiner.
    ///
    /// The one gate through which text leaves: control characters become spaces here.
    func character(_ scalar: Unicode.Scalar, _ letters: Letters) -> PrintedCharacter? {
        let value = scalar.value
        if value <= 0xA0 {
            let byte = (0x20...0x7E).contains(value) ? UInt8(value) : 0x20
            return PrintedCharacter(scalar: scalar, means: .ascii(byte), cells: 1)
        }
        let cells = TextWidth.cells(of: scalar)
        if cells == 0 { return nil }
        let code = table?.code(of: value)
        let isSquare = code != nil && (letters == .square || !Self.isLetter(scalar))
        if !isSquare, let bits = bits(of: scalar) {
            return PrintedCharacter(scalar: scalar, means: .page(bits), cells: 1)
        }
        if let code { return PrintedCharacter(scalar: scalar, means: .square(code), cells: cells) }
        return PrintedCharacter(scalar: scalar, means: .missing, cells: cells)
    }

    /// The pages that have `scalar`, or nothing when none has.
    private func bits(of scalar: Unicode.Scalar) -> UInt32? {
        var bits: UInt32 = 0
        for (place, (page, _)) in pages.enumerated() where page.byte(of: scalar) != nil {
            bits |= 1 << UInt32(place)
        }
        return bits == 0 ? nil : bits
    }

    /// Latin, Greek and Cyrillic letters, and signs of currencies: the same in every script.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xD7, 0xF7: false
        case 0xA2...0xA5, 0xC0...0x24F, 0x370...0x52F, 0x1E00...0x1EFF, 0x20A0...0x20CF: true
        default: false
        }
    }
}
