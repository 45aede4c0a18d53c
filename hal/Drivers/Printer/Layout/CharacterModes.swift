/// Which font the printer reads bytes by, and the least switching between them.
///
/// Bytes below 80h are ASCII in either mode and need no switch. Nothing is believed until it was
/// said: after `ESC @` and after a picture both halves are unknown, for models differ in what they
/// fall back to.
struct CharacterModes: Equatable {
    /// The page of `ESC t`, by its place in the repertoire.
    private(set) var page: Int?
    /// Whether `FS &` or `FS .` was the last one.
    private(set) var isChinese: Bool?
    private let hasChinese: Bool

    /// Nothing is known, but for what the profile is certain of.
    init(_ profile: PrinterProfile) {
        let fact = profile.powersOnInChinese
        hasChinese = profile.chinese.value != .none
        if profile.chinese.value == .none {
            isChinese = false
        } else if fact.isCertain {
            isChinese = fact.value
        }
    }

    /// Believes nothing any more, after a picture.
    mutating func forget() {
        page = nil
        if hasChinese { isChinese = nil }
    }

    /// `FS &`, unless it holds already.
    mutating func enterChinese(_ bytes: inout [UInt8]) {
        guard isChinese != true else { return }
        bytes += [0x1C, 0x26]
        isChinese = true
    }

    /// `FS .`, unless it holds already.
    mutating func leaveChinese(_ bytes: inout [UInt8]) {
        guard isChinese != false else { return }
        bytes += [0x1C, 0x2E]
        isChinese = false
    }

    /// Makes ready for a character that is on the pages `bits`, and says which one it is then.
    ///
    /// `ahead` are the pages of the narrow characters after it. When the page must change, the one
    /// that serves longest is taken: with one page at a time no choice needs fewer changes.
    mutating func enterPage(
        of bits: UInt32,
        ahead: some Sequence<UInt32>,
        _ pages: [(page: CodePage, number: UInt8)],
        _ bytes: inout [UInt8]
    ) -> CodePage {
        leaveChinese(&bytes)
        if let page, bits & 1 << UInt32(page) != 0 { return pages[page].page }
        var useful = bits
        for next in ahead where useful & next != useful {
            if useful & next == 0 { break }
            useful &= next
        }
        let chosen = useful.trailingZeroBitCount
        bytes += [0x1B, 0x74, pages[chosen].number]
        page = chosen
        return pages[chosen].page
    }
}
