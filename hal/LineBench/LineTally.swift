/// What became of the bytes that were sent: how many were lost, added or came changed.
public struct LineTally: Hashable, Codable, Sendable {
    public var sent = 0
    public var received = 0
    /// Bytes that did not arrive.
    public var lost = 0
    /// Bytes that nobody had sent.
    public var extra = 0
    /// Bits that are wrong in bytes that did arrive.
    public var bitErrors = 0

    /// Nothing sent yet.
    public init() {}

    /// Compares what was sent with what came.
    ///
    /// A byte that is missing would make all after it wrong; so at a difference it is looked
    /// whether the two agree again a few bytes on, and only else it counts as bit errors.
    public init(sent: [UInt8], received: [UInt8]) {
        self.sent = sent.count
        self.received = received.count
        var (here, there) = (0, 0)
        while here < sent.count, there < received.count {
            if sent[here] == received[there] {
                here += 1
                there += 1
            } else if let skip = Self.slip(sent[here...], received[there...]) {
                lost += skip.lost
                extra += skip.extra
                here += skip.lost
                there += skip.extra
            } else {
                bitErrors += (sent[here] ^ received[there]).nonzeroBitCount
                here += 1
                there += 1
            }
        }
        lost += sent.count - here
        extra += received.count - there
    }

    /// Whether every byte arrived as it was sent, and no other.
    public var isClean: Bool { lost == 0 && extra == 0 && bitErrors == 0 }

    /// The share of bytes that were hurt in some way.
    public var badShare: Double {
        sent == 0 ? 0 : Double(lost + extra + min(bitErrors, sent)) / Double(sent)
    }

    /// Adds another run's counts.
    public mutating func add(_ other: LineTally) {
        sent += other.sent
        received += other.received
        lost += other.lost
        extra += other.extra
        bitErrors += other.bitErrors
    }

    /// How far the two have slipped; nothing when a changed byte explains it as well.
    private static func slip(
        _ sent: ArraySlice<UInt8>,
        _ received: ArraySlice<UInt8>
    ) -> (lost: Int, extra: Int)? {
        // Six bytes that agree are no accident; a changed byte is followed by right ones.
        func agree(_ lost: Int, _ extra: Int) -> Bool {
            let left = sent.dropFirst(lost).prefix(6)
            let right = received.dropFirst(extra).prefix(6)
            return !left.isEmpty && left.elementsEqual(right)
        }
        for distance in 1...16 {
            // Bytes that came changed are the simplest explanation, also two close together.
            if agree(distance, distance) { return nil }
            if agree(distance, 0) { return (distance, 0) }
            if agree(0, distance) { return (0, distance) }
        }
        return nil
    }
}
