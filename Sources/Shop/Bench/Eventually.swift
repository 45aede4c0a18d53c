/// Whether `condition` becomes true within `patience`; asked every 20 ms.
func eventually(
    _ patience: Duration,
    _ condition: @Sendable () async -> Bool
) async -> Bool {
    let end = ContinuousClock.now + patience
    while ContinuousClock.now < end, !Task.isCancelled {
        if await condition() { return true }
        try? await Task.sleep(for: .milliseconds(20))
    }
    return false
}
