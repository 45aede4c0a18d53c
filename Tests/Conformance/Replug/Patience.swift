package import HAL

/// Asks again until the device answers, as a till does, for as long as a device may be away.
@discardableResult
package func settle<Answer>(
    _ ask: (Deadline) async throws(DeviceError) -> Answer
) async throws(DeviceError) -> Answer {
    let end = ContinuousClock.now + ReplugTrial.patience
    while true {
        do throws(DeviceError) {
            return try await ask(end)
        } catch {
            guard ContinuousClock.now < end else { throw error }
            try? await Task.sleep(for: .milliseconds(1))
        }
    }
}

/// Waits until `condition` holds; `what` is what there was not.
package func appear(_ what: String, _ condition: () -> Bool) async throws(DeviceError) {
    try await settle { _ throws(DeviceError) in
        if !condition() { throw DeviceError(.timeout, "no \(what)") }
    }
}

/// Waits until `condition` holds, which `effort` sees to, again and again, for ten seconds.
func bring(
    about what: String,
    _ condition: () -> Bool,
    by effort: () async -> Void
) async throws(Wrong) {
    let end = ContinuousClock.now + .seconds(10)
    while !condition() {
        try must(.now < end, "no \(what) in ten seconds")
        await effort()
        try? await Task.sleep(for: .milliseconds(1))
    }
}

/// Asks until the device is known to be gone.
func leaves<Answer>(_ ask: (Deadline) async throws(DeviceError) -> Answer) async throws {
    let end = ContinuousClock.now + ReplugTrial.patience
    var last = "nothing"
    while ContinuousClock.now < end {
        do throws(DeviceError) {
            last = "\(try await ask(end))"
        } catch {
            if error.kind == .noHardware { return }
            last = "\(error)"
        }
        try? await Task.sleep(for: .milliseconds(1))
    }
    throw Wrong("nobody noticed that the plug was pulled; the last call ended with \(last)")
}

/// Passes a moment that differs from round to round, so that plugs are pulled at every point.
func dawdle(_ round: Int) async {
    try? await Task.sleep(for: .microseconds(round * 37 % 5_000))
}
