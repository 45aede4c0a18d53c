/// Wakes one sleeper; a ring while nobody sleeps is remembered, once.
struct Bell: Sendable {
    private let rings: AsyncStream<Void>
    private let rope: AsyncStream<Void>.Continuation

    init() {
        (rings, rope) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() {
        rope.yield()
    }

    /// Returns at the next ring, at once when one is remembered, or when the task is cancelled.
    func wait() async {
        for await _ in rings { return }
    }
}
