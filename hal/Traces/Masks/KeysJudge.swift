/// Shows of `struct input_event` when it was and of what kind, and no key that writes.
///
///     ├ seconds, 8 ┼ microseconds, 8 ┼ type, 2 ┼ code, 2 ┼ value, 4 ┤
///
/// Enter, Tab and the keys that are held (Shift, Control, Caps Lock) are shown, all other codes are
/// masked; so are events that are neither keys nor ends of a group: MSC_SCAN names the key again.
/// Bytes that cannot be an event mean that the place is lost, and nothing is shown from there on.
struct KeysJudge: WireJudge {
    private static let size = 24
    private static let harmless: Set<UInt16> = [15, 28, 96, 29, 97, 42, 54, 58]
    private var isLost = false

    mutating func lostPlace() {
        isLost = true
    }

    mutating func judge(_ undecided: Span<UInt8>) -> [Verdict] {
        var verdicts: [Verdict] = []
        while !isLost, undecided.count - verdicts.count >= Self.size {
            let start = verdicts.count
            judge(undecided.extracting(start..<(start + Self.size)), &verdicts)
        }
        if isLost {
            verdicts += repeatElement(.mask, count: undecided.count - verdicts.count)
        }
        return verdicts
    }

    private mutating func judge(_ event: Span<UInt8>, _ verdicts: inout [Verdict]) {
        func number(_ range: Range<Int>) -> UInt64 {
            range.reversed().reduce(0) { $0 << 8 | UInt64(event[$1]) }
        }
        let type = number(16..<18)
        guard number(8..<16) < 1_000_000, type <= 0x1F, number(0..<8) < 1 << 40 else {
            isLost = true
            return
        }
        let isGroup = type == 0
        let isHarmless = type == 1 && Self.harmless.contains(UInt16(number(18..<20)))
        let isKey = type == 1 && number(20..<24) <= 2
        verdicts += repeatElement(.show, count: 18)
        verdicts += repeatElement(isGroup || isHarmless ? .show : .mask, count: 2)
        verdicts += repeatElement(isGroup || isKey ? .show : .mask, count: 4)
    }
}
