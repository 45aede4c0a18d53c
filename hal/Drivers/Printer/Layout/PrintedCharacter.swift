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
    var isSquare: Bool {
        if case .square = means { true } else { false }
    }

    var isOnPage: Bool { pageBits != nil }

    /// Whether no font of the printer shows it.
    var isNoText: Bool { means == .missing }

    var pageBits: UInt32? {
        if case .page(let bits) = means { bits } else { nil }
    }
}
