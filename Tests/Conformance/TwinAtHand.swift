package import Twins

/// A driver's end of a cable with a twin at the other, while a test works with it.
package func withTwin<Result: Sendable>(
    _ twin: some Twin,
    _ body: (MemoryChannel) async throws -> Result
) async throws -> Result {
    let (near, far) = MemoryChannel.pair()
    let life = Task { await twin.run(on: far) }
    defer {
        life.cancel()
        near.unplug()
    }
    return try await body(near)
}

/// Waits until `condition` holds, for at most five seconds.
package func eventually(_ condition: () async -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(5)
    while await !condition() {
        if ContinuousClock.now > end { return false }
        try? await Task.sleep(for: .milliseconds(1))
    }
    return true
}
