/// Shows of CCID messages their headers, of APDUs the header, of answers the status word.
///
///     to the reader     62 … 73, header of 10; of XfrBlock the first 8 bytes, SELECT whole
///     from the reader   80 … 84, header of 10; of DataBlock the last two when a status word
///                       50, 51: no card data in them
///
/// Whatever an applet answers is masked: track 2 equivalent and number (tags 57 and 5A) with it,
/// and identifiers of contactless cards. The first 8 bytes of a command are CLA to Lc, with a
/// block's three before them where the host speaks T=1 itself; pieces of a chain and the characters
/// of T=0, which `wLevelParameter` tells, show nothing. Bytes that begin no message mean
/// that the place is lost, and nothing is shown from there on.
struct CCIDJudge: WireJudge {
    private static let header = 10
    private static let longest = 10 + 1024
    private let direction: WireDirection
    private var isLost = false

    init(_ direction: WireDirection) {
        self.direction = direction
    }

    mutating func lostPlace() {
        isLost = true
    }

    mutating func judge(_ undecided: Span<UInt8>) -> [Verdict] {
        var verdicts: [Verdict] = []
        while !isLost, verdicts.count < undecided.count {
            let rest = undecided.extracting(droppingFirst: verdicts.count)
            guard let length = length(rest) else { return verdicts }
            guard length <= Self.longest else {
                isLost = true
                break
            }
            guard rest.count >= length else { return verdicts }
            verdicts += judge(message: rest.extracting(first: length))
        }
        if isLost {
            verdicts += repeatElement(.mask, count: undecided.count - verdicts.count)
        }
        return verdicts
    }

    /// How long the message at the front is, `.max` for what is none; nothing when too little came.
    private func length(_ bytes: Span<UInt8>) -> Int? {
        switch (direction, bytes[0]) {
        case (.fromDevice, 0x50): return 2
        case (.fromDevice, 0x51): return 4
        case (.fromDevice, 0x80...0x84), (.toDevice, 0x61...0x73):
            guard bytes.count >= 5 else { return nil }
            return Self.header + (1...4).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        default: return .max
        }
    }

    private func judge(message: Span<UInt8>) -> [Verdict] {
        guard message.count > Self.header else {
            return Array(repeating: .show, count: message.count)
        }
        let data = message.extracting(droppingFirst: Self.header)
        let verdicts = Array(repeating: Verdict.show, count: Self.header)
        switch (direction, message[0]) {
        case (.toDevice, 0x6F) where message[8] != 0 || message[9] != 0:
            // A piece of a chain, or bare characters: where Lc would be, data may stand.
            return verdicts + Array(repeating: .mask, count: data.count)
        case (.toDevice, 0x6F):
            let isSelect = data.count > 5 && data[0] == 0 && data[1] == 0xA4 && data[2] == 4
            let shown = isSelect ? data.count : min(data.count, 8)
            return verdicts + Array(repeating: .show, count: shown)
                + Array(repeating: .mask, count: data.count - shown)
        case (.fromDevice, 0x80):
            // A part of a chain (its own byte is not 0) ends in data, and a block in a check sum.
            let word = data.count >= 2 && message[9] == 0 ? data[data.count - 2] : 0
            // The characters of T=0 look like an answer too: an error word stands alone.
            let isDone = word == 0x90 && data[data.count - 1] == 0
            let shown = isDone || word >> 4 == 6 && data.count == 2 ? 2 : 0
            return verdicts + Array(repeating: .mask, count: data.count - shown)
                + Array(repeating: .show, count: shown)
        case (.fromDevice, 0x82), (.toDevice, 0x61):
            return verdicts + Array(repeating: .show, count: data.count)
        default:
            return verdicts + Array(repeating: .mask, count: data.count)
        }
    }
}
