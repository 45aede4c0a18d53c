/// Pulls a plug again and again, and sees that the device is back each time and nothing is lost.
///
/// One body for twins over a kernel's pty and for the drivers of a guest's kernel. It returns what
/// went wrong, so that the tests can also show it a device that leaks and see that it says so.
package struct ReplugTrial {
    /// A device is at work again so soon after the kernel has it; people do not wait longer.
    package static let patience = Duration.seconds(2)
    /// What the rounds may leave behind in memory, once all has been loaded and used.
    package static let growth = 4_000_000
    /// Threads that may be more: the system's own pool grows to the number of processors.
    package static let pool = 8

    private let rounds: Int
    private let now: () -> ContinuousClock.Instant
    private let unplug: (Int) async throws -> Void
    private let plug: (Int) async throws -> Void
    private let isBack: (Int) async throws -> Void

    /// A trial of `rounds` rounds.
    ///
    /// - Parameters:
    ///   - now: The clock that tells how long a device took to be back.
    ///   - unplug: Pulls the plug in the middle of work, and returns when the program has noticed.
    ///   - plug: Puts it back, and returns when the kernel has the device.
    ///   - isBack: Returns once the device has done what it is for; throws when it does not.
    package init(
        rounds: Int,
        now: @escaping () -> ContinuousClock.Instant = { .now },
        unplug: @escaping (Int) async throws -> Void,
        plug: @escaping (Int) async throws -> Void,
        isBack: @escaping (Int) async throws -> Void
    ) {
        self.rounds = rounds
        self.now = now
        self.unplug = unplug
        self.plug = plug
        self.isBack = isBack
    }

    /// Runs the rounds; the first tenth warms up, and is not measured for what it leaves.
    ///
    /// - Throws: What `unplug` or `plug` threw: then nothing can be said of the device.
    package func run() async throws -> ReplugReport {
        var report = ReplugReport(rounds: rounds, before: .now)
        for round in 1...rounds {
            try await unplug(round)
            try await plug(round)
            let began = now()
            do {
                try await isBack(round)
            } catch {
                report.faults.append(.init(.notBack, "round \(round): \(error)"))
                return report
            }
            report.note(now() - began, in: round)
            if round == max(min(3, rounds), rounds / 10) { report.before = .now }
        }
        await report.settle()
        return report
    }
}

/// What came of a trial.
package struct ReplugReport {
    /// Something that went wrong.
    package struct Fault: Equatable, CustomStringConvertible {
        /// What kind of thing.
        package enum Kind: String, CaseIterable, Sendable {
            /// The device did not do what it is for.
            case notBack
            /// It did, after more than two seconds.
            case late
            /// Open files are left behind.
            case files
            /// Threads are left behind.
            case threads
            /// Memory is left behind.
            case memory
        }

        package let kind: Kind
        package let description: String

        init(_ kind: Kind, _ description: String) {
            self.kind = kind
            self.description = "\(kind.rawValue): \(description)"
        }
    }

    /// What went wrong; empty when all is well.
    package internal(set) var faults: [Fault] = []
    private let rounds: Int
    private var times: [Duration] = []
    var before: Handles
    private var after: Handles

    init(rounds: Int, before: Handles) {
        self.rounds = rounds
        self.before = before
        after = before
    }

    mutating func note(_ took: Duration, in round: Int) {
        times.append(took)
        if took >= ReplugTrial.patience {
            faults.append(Fault(.late, "round \(round), after \(took)"))
        }
    }

    /// Looks at what is left, after a moment for what is still being closed.
    mutating func settle() async {
        let end = ContinuousClock.now + .seconds(5)
        after = .now
        while after.exceeds(before), ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(20))
            after = .now
        }
        if after.files > before.files {
            faults.append(Fault(.files, "\(before.files), then \(after.files)"))
        }
        if after.threads > before.threads + ReplugTrial.pool {
            faults.append(Fault(.threads, "\(before.threads), then \(after.threads)"))
        }
        if growth > ReplugTrial.growth {
            faults.append(Fault(.memory, "\(growth) bytes more"))
        }
    }

    private var growth: Int { after.memory - before.memory }
}

extension ReplugReport: CustomStringConvertible {
    /// `200 rounds, back after 12 ms, at worst 40 ms; files 9 to 9, threads 5 to 6, memory +80 kB`.
    package var description: String {
        let sorted = times.sorted().map { Int($0 / .milliseconds(1)) }
        guard let worst = sorted.last else { return "\(rounds) rounds, and no device back" }
        return "\(rounds) rounds, back after \(sorted[sorted.count / 2]) ms, at worst \(worst) ms;"
            + " files \(before.files) to \(after.files), threads \(before.threads) to"
            + " \(after.threads), memory \(growth < 0 ? "" : "+")\(growth / 1000) kB"
    }
}
