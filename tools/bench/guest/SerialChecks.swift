import Channels
import HAL

/// What else a serial port of the kernel has to do: be told apart, and be pulled out.
enum SerialChecks {
    static let all = [
        Check("ftdi.identity", "an FTDI port is known by model and serial number") { _ in
            let (near, far) = try await Ports.adapters()
            let found = try [near, far].map { try known(at: $0.path) }
            try require(found[0] != found[1], "both are \(found[0])")
            try require(found.allSatisfy { $0.model?.vendor == 0x0403 }, "\(found)")
            try require(found.map(\.serial) == ["FTDI-A", "FTDI-B"], "\(found)")
            return "\(found[0]) and \(found[1])"
        },
        Check("acm.identity", "a CDC-ACM port has udev's name, which leads to its device") { _ in
            let gadget = try Gadget(.scanner, socket: 1)
            try await gadget.plug()
            try await Ports.appear(scannerPath)
            let found = try known(at: scannerPath)
            try require(found.model == USBModel(vendor: 0x0C2E, product: 0x0901), "\(found)")
            try require(found.serial == "SCANNER1", "\(found)")
            let port = try Ports.serial(scannerPath)
            try await port.write([0x3F], by: .now + .seconds(2))
            return "\(scannerPath): \(found)"
        },
        Check("uart.bare", "the port that the kernel has without a 16550 is no device") { _ in
            let (near, _) = try Ports.uarts()
            try near.unplug()
            defer { try? near.plug() }
            return try await refusals(of: near.path)
        },
        Check("uart.hang-up", "a 16550 taken from its driver ends what waits on it") { _ in
            let (near, _) = try Ports.uarts()
            defer { try? near.plug() }
            return try await hangUp(Ports.tty(near.path), by: near.unplug)
        },
        Check("ftdi.hang-up", "an FTDI adapter pulled out ends what waits on it") { _ in
            let (near, _) = try await Ports.adapters()
            defer { try? near.plug() }
            return try await hangUp(Ports.serial(near.path), by: near.unplug)
        },
        Check("acm.hang-up", "a CDC-ACM device pulled out ends what waits on it") { _ in
            let gadget = try Gadget(.scanner, socket: 1)
            try await gadget.plug()
            try await Ports.appear("/dev/ttyACM0")
            return try await hangUp(Ports.tty("/dev/ttyACM0"), by: gadget.unplug)
        },
    ]

    /// udev's name for the scanner: `/dev/ttyACM0` is whichever came first.
    static let scannerPath = "/dev/serial/by-id/usb-Suanpan_scanner_SCANNER1-if00"

    private static func known(at path: String) throws -> DeviceIdentity {
        guard let device = PortIdentity().device(at: path) else {
            throw Broken("\(path): no device known")
        }
        return device
    }

    /// Linux puts a port of type "unknown" in a card's place (`serial8250_unregister_port`): it can
    /// be opened, and then answers EIO to all that is asked of it.
    private static func refusals(of path: String) async throws -> String {
        try await Ports.appear(path)
        let faults = [
            await fault { () throws(DeviceError) in _ = try Ports.tty(path) },
            await fault { () throws(DeviceError) in _ = try Ports.serial(path) },
        ]
        try require(faults.allSatisfy { $0?.kind == .noHardware }, "it was \(faults)")
        return faults.compactMap { $0?.detail }.joined(separator: " | ")
    }

    /// A read that waits learns of the plug at once, and every later call is refused.
    private static func hangUp(
        _ channel: any ByteChannel,
        by unplug: () throws -> Void
    ) async throws -> String {
        let reading = Task {
            await fault { () throws(DeviceError) in
                _ = try await channel.read(upTo: 1, by: .now + .seconds(20))
            }
        }
        // The read has to be on its way before the plug is out.
        try await Task.sleep(for: .milliseconds(50))
        let began = ContinuousClock.now
        try unplug()
        let read = await reading.value
        let took = ContinuousClock.now - began
        try require(read?.kind == .noHardware, "the read ended with \(read, default: "bytes")")
        try require(took < .seconds(2), "the read ended after \(took)")
        let write = await fault { () throws(DeviceError) in
            try await channel.write([1], by: .now + .seconds(2))
        }
        try require(write?.kind == .noHardware, "a write ended with \(write, default: "nothing")")
        return "known after \(milliseconds(took))"
    }
}

/// What `body` threw, if anything.
func fault(_ body: () async throws(DeviceError) -> Void) async -> DeviceError? {
    do throws(DeviceError) {
        try await body()
        return nil
    } catch {
        return error
    }
}

/// `34 ms`.
func milliseconds(_ duration: Duration) -> String {
    "\(Int(duration / .milliseconds(1))) ms"
}
