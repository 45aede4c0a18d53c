import HAL
import Twins

/// A port of the guest whose plug can be pulled, with a twin behind it.
struct ReplugPort: Sendable {
    /// What a board file says.
    let channel: String
    let unplug: @Sendable () throws -> Void
    /// Returns when the kernel has the device, and udev has named it.
    let plug: @Sendable () async throws -> Void
    private let end: FarEnd

    /// The USB printer, by libusb.
    static func usbPrinter(_ twin: any Twin) async throws -> ReplugPort {
        let gadget = try Gadget(.printer, socket: 0)
        let gate = Floodgate()
        let end = FarEnd(twin) { GatedChannel(inner: try FarEnd.printerGadget(), gate: gate) }
        try await gadget.plug()
        return ReplugPort(
            channel: "{ usb: \"04b8:0202\" }",
            unplug: {
                gate.shut()
                try gadget.unplug()
            },
            plug: {
                gate.open()
                try await gadget.plug()
            },
            end: end
        )
    }

    /// The FTDI adapter, by libserialport.
    static func adapter(_ twin: any Twin) async throws -> ReplugPort {
        let (near, far) = try await Ports.adapters()
        return ReplugPort(
            channel: "{ serial: \(near.path), baud: 9600 }",
            unplug: near.unplug,
            plug: {
                try near.plug()
                try await Ports.appear(near.path)
            },
            end: FarEnd(twin) { try Ports.serial(far.path) }
        )
    }

    /// The 16550, by the kernel's interface; its card is taken out.
    static func uart(_ twin: any Twin) async throws -> ReplugPort {
        let (near, far) = try Ports.uarts()
        return ReplugPort(
            channel: "{ tty: \(near.path), baud: 9600 }",
            unplug: near.unplug,
            plug: {
                try near.plug()
                try await Ports.appear(near.path)
            },
            end: FarEnd(twin) { try Ports.tty(far.path) }
        )
    }

    /// The USB device with a serial port of its own, by the kernel's interface.
    static func acm(_ twin: any Twin) async throws -> ReplugPort {
        try await acm(twin, onlySpeaks: false)
    }

    /// The same, with a twin that never reads.
    static func acmThatSpeaks(_ twin: any Twin) async throws -> ReplugPort {
        try await acm(twin, onlySpeaks: true)
    }

    private static func acm(_ twin: any Twin, onlySpeaks: Bool) async throws -> ReplugPort {
        let gadget = try Gadget(.scanner, socket: 1)
        try await gadget.plug()
        try await Ports.appear(SerialChecks.scannerPath)
        return ReplugPort(
            channel: "{ tty: \(SerialChecks.scannerPath), baud: 115200 }",
            unplug: gadget.unplug,
            plug: {
                try await gadget.plug()
                try await Ports.appear(SerialChecks.scannerPath)
            },
            end: FarEnd(twin, onlySpeaks: onlySpeaks) { try Ports.tty("/dev/ttyGS0") }
        )
    }

    /// The chip card reader, by libusb; its far end is the bench's own.
    static func cardReader(_ bench: CardBench) async throws -> ReplugPort {
        try await bench.gadget.plug()
        return ReplugPort(
            channel: "{ usb: \"076b:3021\" }",
            unplug: bench.gadget.unplug,
            plug: bench.gadget.plug,
            end: bench.end
        )
    }
}
