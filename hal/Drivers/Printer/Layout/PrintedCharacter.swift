/// A character on its way to the paper: by what it will be shown, and how wide.
struct PrintedCharacter {
    /// What shows it.
    enum Means: Equatable {
        /// The same byte in every mode.
        case ascii(UInt8)
        /// A single-byte page: which of the printer's pages have it, a bit a page.
        case page(UInt32)
        /// The Chinese font, by this code of two or four bytes.
        case square(UInt32)
        /// Nothing that the printer has.
        case missing
    }

    let scalar: Unicode.Scalar
    let means: Means
    /// Half-width cells, 1 or 2.
    let cells: Int

    static let space = PrintedCharacter(scalar: " ", means: .ascii(0x20), cells: 1)
}

extension PrintedCharacter {
    var isSpace: Bool { means == .ascii(0x20) }

    var isSquare: Bool {
        if case .square = means { true } else { false }
    }

    var isOnPage: Bool { pageBits != nil }

    var pageBits: UInt32? {
        if case .page(let bits) = means { bits } else { nil }
    }
}

/// What a line needs of the printer, found in one look at it.
struct LineNeed {
    private(set) var hasSquare = false
    private(set) var hasPage = false
    private(set) var hasMissing = false

    init(_ line: [PrintedCharacter]) {
        for character in line {
            switch character.means {
            case .ascii: continue
            case .square: hasSquare = true
            case .page: hasPage = true
            case .missing: hasMissing = true
            }
        }
    }
}
