import Diagnosis
import Drivers
import HAL

/// The scale.
actor ScaleProbe: DeviceProbe {
    nonisolated let subject: Subject
    private let entry: ScaleEntry
    private let opener: any ChannelOpener
    private var port: ProbedPort?
    private var driver: Toledo8217Scale?

    init(_ entry: ScaleEntry, by opener: any ChannelOpener) {
        self.entry = entry
        self.opener = opener
        subject = Subject(.scale, entry.driver.rawValue, at: entry.channel)
    }

    private func scale() async throws(DeviceError) -> Toledo8217Scale {
        if let driver { return driver }
        let port = try await ProbedPort(entry.channel, by: opener)
        let scale = Board.scale(entry, port.channel)
        (self.port, driver) = (port, scale)
        return scale
    }

    func open() async throws(DeviceError) { _ = try await scale() }

    func line() async throws(DeviceError) -> Sight { await port?.line() ?? .untold("not opened") }

    func noise() -> LineCounts? { port?.noise() }

    func answer() async throws(DeviceError) -> Sight {
        try await scale().probe(by: .now + .seconds(2))
        return .answered(nil)
    }

    func state() async throws(DeviceError) -> Sight {
        .scale(try await scale().liveWeight(by: .now + .seconds(2)))
    }

    func act(_ technician: any Technician) async throws(DeviceError) -> Sight {
        await technician.tell("Lay something on the scale at \(subject.place).")
        let deadline = technician.deadline
        while true {
            let weighing = try await scale().readWeight(by: deadline)
            if weighing.weight.amount > 0 { return .done(.read("weighed \(weighing.weight)")) }
            guard .now < deadline else {
                throw DeviceError(.timeout, "nothing was laid on the scale")
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }
}
