package import HAL
package import Twins

/// A monitor, and the hands that make it hear and go deaf.
package struct HotplugBench: Sendable {
    package let monitor: any HotplugMonitor
    /// Makes something come that the monitor has to hear.
    package let announce: @Sendable () -> Void
    /// Takes its hearing.
    package let deafen: @Sendable () -> Void

    /// A bench for `monitor`.
    package init(
        _ monitor: any HotplugMonitor,
        announce: @escaping @Sendable () -> Void,
        deafen: @escaping @Sendable () -> Void
    ) {
        self.monitor = monitor
        self.announce = announce
        self.deafen = deafen
    }

    /// A monitor in memory, as it is or inside what `wrap` makes of it.
    package static func memory(
        _ wrap: (MemoryHotplugMonitor) -> any HotplugMonitor = { $0 }
    ) -> HotplugBench {
        let memory = MemoryHotplugMonitor()
        return HotplugBench(wrap(memory), announce: memory.announce, deafen: memory.goDeaf)
    }
}

/// The promises of `HotplugMonitor`, checked on any implementation; one body for all of them.
package struct HotplugMonitorConformance {
    /// What a monitor promises.
    package enum Promise: String, CaseIterable {
        case hearsWhoeverListens
        case hearsBeforeTheListening
        case keepsDeadlines
        case endsWithItsTask
        case tellsThatItIsDeaf
    }

    private let makeBench: @Sendable () async throws -> HotplugBench

    /// The checks of the monitors that `makeBench` makes, one for each promise.
    package init(makeBench: @escaping @Sendable () async throws -> HotplugBench) {
        self.makeBench = makeBench
    }

    /// The promises that were broken.
    package func brokenPromises() async throws -> Set<Promise> {
        var broken: Set<Promise> = []
        for promise in Promise.allCases {
            if await !isKept(promise, by: try await makeBench()) { broken.insert(promise) }
        }
        return broken
    }

    private func isKept(_ promise: Promise, by bench: HotplugBench) async -> Bool {
        switch promise {
        case .hearsWhoeverListens: await wakesListeners(bench)
        case .hearsBeforeTheListening: await hasNoGap(bench)
        case .keepsDeadlines: await endsInTime(bench.monitor)
        case .endsWithItsTask: await isCancelled(bench.monitor)
        case .tellsThatItIsDeaf: await goesDeaf(bench)
        }
    }

    private var soon: Deadline { .now + .seconds(5) }

    /// Listens as a keeper does: false alarms are passed over, until `condition` or the deadline.
    private static func listen(
        to monitor: any HotplugMonitor,
        by deadline: Deadline,
        until condition: () -> Bool
    ) async -> Bool {
        while !condition() {
            let count = monitor.arrivals
            if condition() { return true }
            guard await monitor.isArrivalHeard(after: count, by: deadline) else { return false }
        }
        return true
    }

    /// Two listeners hear one arrival, ten times.
    private func wakesListeners(_ bench: HotplugBench) async -> Bool {
        for _ in 1...10 {
            let count = bench.monitor.arrivals
            let (monitor, deadline) = (bench.monitor, soon)
            let listeners = (0..<2).map { _ in
                Task { await monitor.isArrivalHeard(after: count, by: deadline) }
            }
            await Task.yield()
            bench.announce()
            for listener in listeners where await !listener.value { return false }
        }
        return true
    }

    private func hasNoGap(_ bench: HotplugBench) async -> Bool {
        let count = bench.monitor.arrivals
        bench.announce()
        guard
            await Self.listen(
                to: bench.monitor,
                by: soon,
                until: { bench.monitor.arrivals > count }
            )
        else { return false }
        return await bench.monitor.isArrivalHeard(after: count, by: soon)
    }

    /// A wait for nothing ends at its deadline; one that is over before it begins does not wait.
    private func endsInTime(_ monitor: any HotplugMonitor) async -> Bool {
        let deadline = ContinuousClock.now + .milliseconds(50)
        _ = await Self.listen(to: monitor, by: deadline, until: { ContinuousClock.now >= deadline })
        guard deadline.duration(to: .now) < .seconds(1) else { return false }
        return await !monitor.isArrivalHeard(after: monitor.arrivals, by: .now - .seconds(1))
    }

    private func isCancelled(_ monitor: any HotplugMonitor) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(2)
        let listening = Task {
            await Self.listen(to: monitor, by: deadline, until: { Task.isCancelled })
        }
        await Task.yield()
        listening.cancel()
        _ = await listening.value
        return ContinuousClock.now < deadline
    }

    private func goesDeaf(_ bench: HotplugBench) async -> Bool {
        guard bench.monitor.isListening else { return false }
        let (monitor, deadline) = (bench.monitor, soon)
        let listening = Task {
            await Self.listen(to: monitor, by: deadline, until: { !monitor.isListening })
        }
        await Task.yield()
        bench.deafen()
        return await listening.value && ContinuousClock.now < deadline
    }
}
