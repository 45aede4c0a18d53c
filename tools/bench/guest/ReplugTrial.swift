import Conformance

/// Pulls a plug again and again, and sees that the device is back each time and nothing is lost.
struct ReplugTrial {
    /// A device is at work again so soon after the kernel has it; people do not wait longer.
    static let patience = Duration.seconds(2)
    /// What a round may leave behind in memory, once all has been loaded and used.
    static let growth = 4_000_000

    let rounds: Int
    /// Pulls the plug, and returns when the program has noticed.
    let unplug: (Int) async throws -> Void
    /// Puts it back, and returns when the kernel has the device.
    let plug: (Int) async throws -> Void
    /// Returns once the device has done what it is for.
    let isBack: (Int) async throws -> Void

    /// Runs the rounds; the first three warm up, and are not measured for what they leave.
    func run() async throws -> String {
        var times: [Duration] = []
        var before = Handles.now
        for round in 1...rounds {
            try await unplug(round)
            try await plug(round)
            let began = ContinuousClock.now
            do {
                try await isBack(round)
            } catch {
                throw Broken("round \(round): \(error)")
            }
            let took = ContinuousClock.now - began
            try require(took < Self.patience, "round \(round): back only after \(took)")
            times.append(took)
            if round == min(3, rounds) { before = Handles.now }
        }
        times.sort()
        let (median, worst) = (times[times.count / 2], times[times.count - 1])
        return "\(rounds) rounds, back after \(milliseconds(median)), at worst"
            + " \(milliseconds(worst)); \(try await left(since: before))"
    }

    /// What the rounds have left behind, after a moment for what is still being closed.
    private func left(since before: Handles) async throws -> String {
        let end = ContinuousClock.now + .seconds(5)
        while Handles.now.exceeds(before), ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
        }
        let after = Handles.now
        try require(
            after.files <= before.files,
            "open files: \(before.files) before, \(after.files) after"
        )
        // The system's own pool grows by a few.
        try require(
            after.threads <= before.threads + 4,
            "threads: \(before.threads) before, \(after.threads) after"
        )
        let grown = after.memory - before.memory
        try require(grown < Self.growth, "memory grew by \(grown) bytes")
        return "files \(before.files) to \(after.files), threads \(before.threads) to"
            + " \(after.threads), memory +\(grown / 1000) kB"
    }
}
