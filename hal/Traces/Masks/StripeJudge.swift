/// Shows of a stripe reader's text the marks of ISO/IEC 7813 and nothing between them.
///
///     %B****************^*********^***********?;****************=***********?
///
/// The `B` behind `%` is shown, for it says which format track 1 has; so is the `E` that readers
/// send in place of a track that they misread. Everything else may be the card's.
struct StripeJudge: WireJudge {
    private var last: UInt8 = 0

    mutating func lostPlace() {
        last = 0
    }

    mutating func judge(_ undecided: Span<UInt8>) -> [Verdict] {
        var verdicts: [Verdict] = []
        while verdicts.count < undecided.count {
            let index = verdicts.count
            let byte = undecided[index]
            if byte == UInt8(ascii: "E"), Self.starts.contains(last) {
                guard index + 1 < undecided.count else { break }
                verdicts.append(undecided[index + 1] == UInt8(ascii: "?") ? .show : .mask)
            } else {
                let isFormat = byte == UInt8(ascii: "B") && last == UInt8(ascii: "%")
                verdicts.append(isFormat || Self.marks.contains(byte) ? .show : .mask)
            }
            last = byte
        }
        return verdicts
    }

    private static let starts = Array("%;+".utf8)
    private static let marks = Array("%;+^=?\r\n".utf8)
}
