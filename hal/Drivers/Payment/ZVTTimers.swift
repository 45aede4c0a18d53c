/// How long ZVT waits; the values are those of PA00P016, as ecrterm has them.
public struct ZVTTimers: Sendable {
    /// T1: between two bytes of one frame.
    public let byte: Duration

    /// T3: until a frame is acknowledged, and a command answered.
    public let answer: Duration

    /// T4: between two messages of a terminal that has a customer before it.
    public let customer: Duration

    /// Timers of one's own, as a test needs them.
    public init(
        byte: Duration = .milliseconds(200),
        answer: Duration = .seconds(5),
        customer: Duration = .seconds(180)
    ) {
        self.byte = byte
        self.answer = answer
        self.customer = customer
    }
}
