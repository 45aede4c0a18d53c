package import Boards
import HAL
package import Twins

/// A scanner that is pulled in the middle of a code, while the till listens.
///
/// What it had begun comes whole or not at all, and the next code comes.
package struct ScannerSubject: ReplugSubject {
    private static let cutOff = "CUT-OFF"

    private let scanner: ScannerTwin
    private let listening = CallUnderWay<Barcode>()

    /// `scanner`, which has read nothing.
    package init(_ scanner: ScannerTwin = ScannerTwin()) {
        self.scanner = scanner
    }

    package var twin: any Twin { scanner }
    package func entry(on channel: String) -> String {
        "scanner: { driver: serial-scanner, channel: \(channel) }"
    }

    package func begin(_ round: Int, _ devices: Devices) async throws {
        let device = try devices.scanner.here()
        await listening.begin { () throws(DeviceError) -> Barcode in
            // A till listens again at once, and so learns of the plug.
            while true {
                let code = try await device.scan(by: .now + .seconds(10))
                if code.text != Self.cutOff { return code }
            }
        }
        scanner.faults.set(.slow)
        scanner.scan(Self.cutOff)
        await dawdle(round)
    }

    package func end(_ round: Int, _ devices: Devices) async throws {
        scanner.faults.clear(.slow)
    }

    package func prove(_ round: Int, _ devices: Devices) async throws {
        let code = "69012345\(10_000 + round)"
        scanner.scan(code)
        let read = try await listening.end().get()
        try must(read.text == code, "scanned \(read.text), not \(code)")
    }
}
