import Diagnosis
import Drivers
import HAL

/// The chip card reader.
actor SmartCardReaderProbe: DeviceProbe {
    nonisolated let subject: Subject
    private let entry: SmartCardReaderEntry
    private let opener: any ChannelOpener
    private var driver: (any SmartCardReader)?
    private var status: SlotStatus?

    init(_ entry: SmartCardReaderEntry, by opener: any ChannelOpener) {
        self.entry = entry
        self.opener = opener
        subject = Subject(.smartCardReader, entry.driver.rawValue, at: entry.channel)
    }

    private func reader() async throws(DeviceError) -> any SmartCardReader {
        if let driver { return driver }
        let transport = try await opener.openSmartCardReader(entry.channel)
        let reader = Board.smartCardReader(entry, transport)
        driver = reader
        return reader
    }

    func open() async throws(DeviceError) { _ = try await reader() }

    func line() async throws(DeviceError) -> Sight { .connected }

    func answer() async throws(DeviceError) -> Sight {
        status = try await reader().status(by: .now + .seconds(2))
        return .answered(nil)
    }

    func state() async throws(DeviceError) -> Sight {
        status.map(Sight.slot) ?? .untold("not asked")
    }

    func act(_ technician: any Technician) async throws(DeviceError) -> Sight {
        await technician.tell("Present a card at \(subject.place).")
        _ = try await reader().waitForCard(by: technician.deadline)
        return .done(.read("woke a card"))
    }
}
