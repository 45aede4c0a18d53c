import Diagnosis
import Drivers
import HAL

/// The drawer, which the doctor asks through its printer.
actor DrawerProbe: DeviceProbe {
    nonisolated let subject: Subject
    private let entry: DrawerEntry
    private let printer: PrinterProbe

    init(_ entry: DrawerEntry, behind printer: PrinterProbe) {
        self.entry = entry
        self.printer = printer
        subject = Subject(
            role: .cashDrawer,
            driver: entry.driver.rawValue,
            place: "behind the printer",
            link: printer.subject.link
        )
    }

    private func drawer() async throws(DeviceError) -> any CashDrawer {
        Board.drawer(entry, on: try await printer.printer())
    }

    func open() async throws(DeviceError) { try await printer.open() }

    func line() async throws(DeviceError) -> Sight { .untold("the printer's line") }

    func answer() async throws(DeviceError) -> Sight {
        _ = try await drawer().state(by: .now + .seconds(2))
        return .answered(nil)
    }

    func state() async throws(DeviceError) -> Sight {
        .drawer(try await drawer().state(by: .now + .seconds(2)))
    }

    func act(_ technician: any Technician) async throws(DeviceError) -> Sight {
        await technician.tell("The drawer is kicked now: mind your fingers.")
        let deadline: Deadline = .now + .milliseconds(entry.timeoutMilliseconds)
        return .done(.kicked(try await drawer().open(by: deadline)))
    }
}
