/// Cuts bare ZVT messages apart, as they come over TCP, and has each one judged whole.
///
/// Bytes that begin no message mean that the place is lost, and nothing is shown from there on.
struct ZVTStreamJudge: WireJudge {
    private static let kinds: Set<UInt8> = [0x04, 0x05, 0x06, 0x08, 0x0F, 0x80, 0x84]
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
        while !isLost, undecided.count - verdicts.count >= 3 {
            let rest = undecided.extracting(droppingFirst: verdicts.count)
            guard Self.kinds.contains(rest[0]) else {
                isLost = true
                break
            }
            guard let (head, length) = Self.extent(rest), rest.count >= head + length else {
                return verdicts
            }
            let message = (0..<(head + length)).map { rest[$0] }
            verdicts += ZVTMessageMask.judge(message, head: head, direction)
        }
        if isLost {
            verdicts += repeatElement(.mask, count: undecided.count - verdicts.count)
        }
        return verdicts
    }

    /// How long the header of the message at the front is, and what follows it.
    static func extent(_ bytes: Span<UInt8>) -> (head: Int, length: Int)? {
        guard bytes.count >= 3 else { return nil }
        guard bytes[2] == 0xFF else { return (3, Int(bytes[2])) }
        guard bytes.count >= 5 else { return nil }
        return (5, Int(bytes[3]) | Int(bytes[4]) << 8)
    }
}
