/// Masks what may be a card's number among other bytes: text, commands, pictures.
///
///     6222 0212 3456 7890          14 to any number of digits, blanks and hyphens between them
///     6901234567007                13 are shown only when they are certain to be an article's
///     ;88800012345=3012101?        8 or more before `=` or `^` are a track, masked to its end
///
/// The number of an article is 13 digits with the right GS1 check digit that fail the one of cards
/// (ISO/IEC 7812-1, annex B) and do not begin with 4, the only issuer who had numbers of 13.
struct TextJudge: WireJudge {
    private enum Place {
        case plain
        /// Behind the `]` that begins a scanner's AIM identifier, as in `]E0`.
        case identifier
        /// Behind its letter: the next character is the identifier's, even if it is a digit.
        case modifier
        /// In a number that is too long to be anything else: masked until it ends.
        case number
        /// In a track: masked until its end mark or the line's end.
        case track
    }

    private var place = Place.plain

    mutating func lostPlace() {
        place = .track
    }

    mutating func judge(_ undecided: Span<UInt8>) -> [Verdict] {
        var verdicts: [Verdict] = []
        while verdicts.count < undecided.count {
            let byte = undecided[verdicts.count]
            switch place {
            case .track:
                let isEnd = Self.trackEnds.contains(byte)
                verdicts.append(isEnd ? .show : .mask)
                if isEnd { place = .plain }
            case .number:
                if byte.isDigit {
                    verdicts.append(.mask)
                } else if Self.joints.contains(byte) {
                    guard verdicts.count + 1 < undecided.count else { return verdicts }
                    let goesOn = undecided[verdicts.count + 1].isDigit
                    verdicts.append(goesOn ? .mask : .show)
                    if !goesOn { place = .plain }
                } else {
                    place = Self.separators.contains(byte) ? .track : .plain
                }
            case .identifier where byte.isLetter:
                verdicts.append(.show)
                place = .modifier
            case .identifier:
                place = .plain
            case .modifier:
                verdicts.append(.show)
                place = .plain
            case .plain where byte == UInt8(ascii: "]"):
                verdicts.append(.show)
                place = .identifier
            case .plain where byte.isDigit:
                let run = DigitRun(undecided.extracting(droppingFirst: verdicts.count))
                guard let verdict = judge(run) else { return verdicts }
                verdicts += repeatElement(verdict, count: run.length)
            case .plain:
                verdicts.append(.show)
            }
        }
        return verdicts
    }

    /// What becomes of a run, and of what follows; nothing when it may go on.
    private mutating func judge(_ run: DigitRun) -> Verdict? {
        if run.digits > DigitRun.longestHarmless {
            place = .number
            return .mask
        }
        guard let next = run.next else { return nil }
        if run.digits >= 8, Self.separators.contains(next) {
            place = .track
            return .mask
        }
        return run.digits < DigitRun.longestHarmless || run.isArticle ? .show : .mask
    }

    /// ISO/IEC 7813: what stands between the fields of tracks 1 and 2.
    private static let separators: [UInt8] = [UInt8(ascii: "="), UInt8(ascii: "^")]
    private static let trackEnds: [UInt8] = [UInt8(ascii: "?"), 0x0D, 0x0A]
    /// What people and printers put between the groups of a number.
    static let joints: [UInt8] = [0x20, UInt8(ascii: "-"), 0x00]
}

/// Digits at the front of some bytes, with single joints between them.
private struct DigitRun {
    /// One digit more and it is no article's number.
    static let longestHarmless = 13

    /// How many bytes it has, joints between digits among them.
    private(set) var length = 0
    /// How many of them are digits; counted no further than one beyond the harmless.
    private(set) var digits = 0
    /// The byte behind it; nothing when it may go on with bytes that have not come.
    private(set) var next: UInt8?
    /// The sums that article and card numbers have to make a whole ten of.
    private var articleSum = 0
    private var cardSum = 0
    private var first: UInt8 = 0

    init(_ bytes: Span<UInt8>) {
        var index = 0
        while index < bytes.count, digits <= Self.longestHarmless {
            let byte = bytes[index]
            if byte.isDigit {
                take(byte - 0x30)
                index += 1
                length = index
            } else if index == length, TextJudge.joints.contains(byte) {
                index += 1
            } else {
                // A joint that leads to no digit is not the number's.
                next = bytes[length]
                return
            }
        }
    }

    /// Whether it is certain to be an article's number and no card's.
    var isArticle: Bool {
        digits == Self.longestHarmless && length == digits && articleSum.isMultiple(of: 10)
            && !cardSum.isMultiple(of: 10) && first != 4
    }

    private mutating func take(_ digit: UInt8) {
        let value = Int(digit)
        if digits == 0 { first = digit }
        // Of 13 digits the check digit is the 13th; places are counted from it.
        let isOdd = digits.isMultiple(of: 2)
        articleSum += isOdd ? value : value * 3
        cardSum += isOdd ? value : value * 2 - (value > 4 ? 9 : 0)
        digits += 1
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLetter: Bool { (0x41...0x5A).contains(self & ~0x20) }
}
