import Diagnosis
import HAL

/// The payment terminal; nobody is charged on any rung.
actor PaymentTerminalProbe: DeviceProbe {
    nonisolated let subject: Subject
    private let entry: PaymentTerminalEntry
    private let opener: any ChannelOpener
    private var port: ProbedPort?
    private var driver: (any PaymentTerminal)?

    init(_ entry: PaymentTerminalEntry, by opener: any ChannelOpener) {
        self.entry = entry
        self.opener = opener
        subject = Subject(.paymentTerminal, entry.driver.rawValue, at: entry.channel)
    }

    private func terminal() async throws(DeviceError) -> any PaymentTerminal {
        if let driver { return driver }
        let port = try await ProbedPort(entry.channel, by: opener)
        let terminal = Board.paymentTerminal(entry, port.channel)
        (self.port, driver) = (port, terminal)
        return terminal
    }

    func open() async throws(DeviceError) { _ = try await terminal() }

    func line() async throws(DeviceError) -> Sight { await port?.line() ?? .untold("not opened") }

    func noise() -> LineCounts? { port?.noise() }

    func answer() async throws(DeviceError) -> Sight {
        try await terminal().checkHealth(by: .now + .seconds(2))
        return .answered(nil)
    }

    func act(_ technician: any Technician) async throws(DeviceError) -> Sight {
        try await terminal().register(by: technician.deadline)
        return .done(.registered)
    }
}
