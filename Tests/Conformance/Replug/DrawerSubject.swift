package import Boards
import HAL
package import Twins

/// A drawer on a printer that is pulled while the till waits for the drawer to spring open.
package struct DrawerSubject: ReplugSubject {
    private let printer: PrinterTwin
    private let opening = CallUnderWay<DrawerState>()

    /// A drawer that is shut.
    package init() {
        printer = PrinterTwin(drawer: DrawerTwin(isOpenWhenHigh: false))
    }

    package var twin: any Twin { printer }
    package func entry(on channel: String) -> String {
        """
        \(PrinterSubject().entry(on: channel))
        cash-drawer: { driver: printer-drawer, is-open-when-high: false, timeout-ms: 1000 }
        """
    }

    package func begin(_ round: Int, _ devices: Devices) async throws {
        let drawer = try devices.drawer.here()
        let before = printer.receivedBytes
        printer.drawer.setBlocked(true)
        await opening.begin { () throws(DeviceError) in
            try await drawer.open(by: .now + .seconds(5))
        }
        try await appear("byte of the pulse") { printer.receivedBytes > before }
    }

    package func end(_ round: Int, _ devices: Devices) async throws {
        try await opening.fails()
        let drawer = try devices.drawer.here()
        try await leaves { deadline throws(DeviceError) in try await drawer.state(by: deadline) }
    }

    package func prove(_ round: Int, _ devices: Devices) async throws {
        let drawer = try devices.drawer.here()
        let before = try await settle { deadline throws(DeviceError) in
            try await drawer.state(by: deadline)
        }
        try must(before == .closed, "before the pulse it is \(before)")
        // A pulse that was under way has come to nothing by now: the answer came behind it.
        printer.drawer.setBlocked(false)
        let state = try await drawer.open(by: .now + .seconds(2))
        try must(state == .open, "after the pulse it is \(state)")
        printer.drawer.push()
    }

    package func check(_ rounds: Int) throws {
        let count = printer.drawer.openings
        try must(count == rounds, "it sprang open \(count) times, not \(rounds)")
    }
}
