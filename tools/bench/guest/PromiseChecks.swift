import Channels
import Conformance
import HAL
import Synchronization
import Twins

/// The promises of `ByteChannel`, kept over each of the kernel's devices.
enum PromiseChecks {
    typealias Pair = (near: any ByteChannel, far: any ByteChannel, holder: (any Sendable)?)
    typealias Row = (name: String, make: @Sendable () async throws -> Pair, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("uart.tty",        { try uarts(by: Ports.tty) },             "16550 by the kernel's interface"),
        ("uart.serial",     { try uarts(by: Ports.serial) },          "16550 by libserialport"),
        ("ftdi.tty",        { try await adapters(by: Ports.tty) },    "FTDI by the kernel's interface"),
        ("ftdi.serial",     { try await adapters(by: Ports.serial) }, "FTDI by libserialport"),
        ("acm.tty",         { try await acm(by: Ports.tty) },         "CDC-ACM by the kernel's interface"),
        ("acm.serial",      { try await acm(by: Ports.serial) },      "CDC-ACM by libserialport"),
        ("usb-printer.usb", { try await printer() },                  "USB printer by libusb"),
    ]

    static let all =
        rows.map { row in
            Check("\(row.name).promises", "every promise of a channel: \(row.why)") { setting in
                let broken = try await broken(try await row.make(), setting)
                try require(broken.isEmpty, "broken: \(names(broken))")
                return "\(ByteChannelConformance.Promise.allCases.count) promises kept"
            }
        } + [
            Check("acm.bad.promises", "a port that loses a byte is found out") { setting in
                let pair = try await acm(by: Ports.tty)
                let near = BadChannel(pair.near, .dropsBytes)
                let far = BadChannel(pair.far, .dropsBytes)
                let broken = try await broken((near, far, pair.holder), setting)
                try require(broken.contains(.wholeAndInOrder), "broken: \(names(broken))")
                return "broken, as it should be: \(names(broken))"
            }
        ]

    /// Checks one pair of ports; between two promises the cable is let run dry.
    private static func broken(
        _ pair: Pair,
        _ setting: Setting
    ) async throws -> Set<ByteChannelConformance.Promise> {
        try await ByteChannelConformance(seed: setting.seed) {
            for end in [pair.near, pair.far] {
                while (try? await end.read(upTo: 65_536, by: .now + .milliseconds(300))) != nil {}
            }
            return Cable(near: pair.near, far: pair.far, holder: pair.holder)
        }.brokenPromises()
    }

    private static func names(_ promises: Set<ByteChannelConformance.Promise>) -> String {
        promises.isEmpty ? "none" : promises.map(\.rawValue).sorted().joined(separator: ", ")
    }

    private static func uarts(by open: (String) throws -> any ByteChannel) throws -> Pair {
        let (near, far) = try Ports.uarts()
        return (try open(near.path), try open(far.path), nil)
    }

    private static func adapters(by open: (String) throws -> any ByteChannel) async throws -> Pair {
        let (near, far) = try await Ports.adapters()
        return (try open(near.path), try open(far.path), nil)
    }

    /// The host's side is opened as each row says, the device's side by the kernel's interface.
    private static func acm(by open: (String) throws -> any ByteChannel) async throws -> Pair {
        let gadget = try Gadget(.scanner, socket: 1)
        try await gadget.plug()
        try await Ports.appear("/dev/ttyACM0")
        return (try open("/dev/ttyACM0"), try Ports.tty("/dev/ttyGS0"), gadget)
    }

    private static func printer() async throws -> Pair {
        let gadget = try Gadget(.printer, socket: 0)
        try await gadget.plug()
        try await Ports.appear("/dev/g_printer0")
        let near = try USBPrinterChannel(PrinterBench.query)
        return (near, try FarEnd.printerGadget(), gadget)
    }
}
