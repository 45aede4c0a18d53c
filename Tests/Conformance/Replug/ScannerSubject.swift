package import Boards
import HAL
package import Twins

/// A scanner that is pulled in the middle of a code, while the till listens.
///
/// What it had begun comes whole or not at all, and the next code comes.
package struct ScannerSubject: ReplugSubject {
    private let scanner = ScannerTwin()
    private let listening = CallUnderWay<Barcode>()

    /// A scanner that has read nothing.
    package init() {}

    package var twin: any Twin { scanner }
    package func entry(on channel: String) -> String {
        "scanner: { driver: serial-scanner, channel: \(channel) }"
    }

    package func begin(_ round: Int, _ devices: Devices) async throws {
        let device = try devices.scanner.here()
        await listening.begin { () throws(DeviceError) in
            try await device.scan(by: .now + .seconds(10))
        }
        scanner.faults.set(.slow)
        scanner.scan("CUT-OFF")
        await dawdle(round)
    }

    package func end(_ round: Int, _ devices: Devices) async throws {
        scanner.faults.clear(.slow)
    }

    package func prove(_ round: Int, _ devices: Devices) async throws {
        let code = "69012345\(10_000 + round)"
        scanner.scan(code)
        var read = try await listening.end().get()
        if read.text == "CUT-OFF" {
            read = try await devices.scanner.here().scan(by: .now + .seconds(2))
        }
        try must(read.text == code, "scanned \(read.text), not \(code)")
    }
}
