internal import Synchronization

/// The one place that knows how the shop looks now; whoever draws it follows it here.
public final class ShopScene: Sendable {
    private struct Memory {
        var state = ShopState()
        var followers: [Int: AsyncStream<ShopState>.Continuation] = [:]
        var lastFollower = 0
    }

    private let memory = Mutex(Memory())

    /// A shop before its doors open.
    public init() {}

    /// How it looks now.
    public var state: ShopState { memory.withLock { $0.state } }

    /// Changes the picture, and tells everyone who follows when it is another one.
    public func update(_ change: (inout ShopState) -> Void) {
        memory.withLock { memory in
            let before = memory.state
            change(&memory.state)
            guard memory.state != before else { return }
            for follower in memory.followers.values { follower.yield(memory.state) }
        }
    }

    /// Says what has just happened.
    public func say(_ chinese: String, _ english: String) {
        update { $0.note = ShopNote(chinese, english) }
    }

    /// How it looks now and after each change; one who reads slowly gets the newest picture only.
    public func states() -> AsyncStream<ShopState> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = memory.withLock { memory in
                memory.lastFollower += 1
                memory.followers[memory.lastFollower] = continuation
                continuation.yield(memory.state)
                return memory.lastFollower
            }
            continuation.onTermination = { [weak self] _ in
                self?.memory.withLock { _ = $0.followers.removeValue(forKey: id) }
            }
        }
    }
}
