import Boards
import Channels
import Glibc
import HAL
import Supervision
import Wire

/// A scanner that types: the kernel's HID and input layers, our decoder, and a keyboard's reports.
enum WedgeChecks {
    static let all = [
        Check("wedge.scan", "what a scanner types arrives whole, capitals and digits") { setting in
            let bench = try await WedgeBench()
            let scanner = try await bench.keep()
            let began = ContinuousClock.now
            for number in 1...setting.rounds {
                let code = "Ab\(7_000_000 + number)Z"
                try await bench.type(code)
                let scanned = try await scanner.scan(by: .now + .seconds(5))
                try require(scanned.text == code, "scanned \(scanned.text), not \(code)")
            }
            let each = (ContinuousClock.now - began) / setting.rounds
            return "\(setting.rounds) codes of 10 characters, \(milliseconds(each)) each"
        },
        Check("wedge.grab", "what a scanner types reaches no other program") { _ in
            let bench = try await WedgeBench()
            let scanner = try await bench.keep()
            let second = await fault { () throws(DeviceError) in
                _ = try EventDeviceChannel(path: WedgeBench.path)
            }
            try require(second?.kind == .busy, "a second one got \(second, default: "it too")")
            // The console, or the page that shows the till, would listen like this.
            let eavesdropper = try listen()
            try await bench.type("SECRET")
            let scanned = try await scanner.scan(by: .now + .seconds(5))
            try require(scanned.text == "SECRET", "scanned \(scanned.text)")
            let heard = try? await eavesdropper.read(upTo: 240, by: .now + .milliseconds(200))
            try require(heard == nil, "another program heard \(heard?.count ?? 0) bytes")
            return "a second opener is refused, a listener hears nothing"
        },
    ]

    /// Reads the same device without asking for it alone.
    private static func listen() throws -> any ByteChannel {
        let descriptor = open(WedgeBench.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Broken("\(WedgeBench.path) cannot be opened") }
        return DescriptorChannel(descriptor, name: "eavesdropper")
    }
}

/// A scanner that types, plugged into the guest.
final class WedgeBench: Sendable {
    /// udev's name for its events.
    static let path = "/dev/input/by-id/usb-Suanpan_wedge_WEDGE1-event-kbd"

    let gadget: Gadget

    init() async throws {
        gadget = try Gadget(.wedge, socket: 2)
        try await gadget.plug()
        try await Ports.appear(Self.path)
    }

    /// The scanner as a till has it, opened by a board and kept by it.
    ///
    /// Its keys may be far apart: the whole machine is emulated, and may be busy.
    func keep(
        report: @escaping @Sendable (DeviceRole, DeviceEvent) -> Void = { _, _ in }
    ) async throws -> any Scanner {
        let board = try TestBoard.with(
            """
            scanner:
              driver: wedge-scanner
              channel: { input: \(Self.path) }
              key-gap-ms: 500
            """
        )
        let devices = await TestBoard.keep(board, report: report).devices
        try require(devices.problems.isEmpty, "\(devices.problems)")
        guard let scanner = devices.scanner else { throw Broken("the board has no scanner") }
        return scanner
    }

    /// Types `text` and Enter, one report after the other.
    func type(_ text: String) async throws {
        let descriptor = open(Keyboard.path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Broken("\(Keyboard.path): \(String(cString: strerror(errno)))")
        }
        let keyboard = DescriptorChannel(descriptor, name: Keyboard.path)
        for report in Keyboard.reports(text) {
            try await keyboard.write(report, by: .now + .seconds(5))
        }
    }
}
