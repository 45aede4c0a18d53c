import Channels
import HAL

/// The serial ports of the guest, found by what they hang on and not by their number.
enum Ports {
    /// By the kernel's interface.
    static func tty(_ path: String) throws(DeviceError) -> any ByteChannel {
        try TTYChannel(path: path, baud: 115_200)
    }

    /// By libserialport.
    static func serial(_ path: String) throws(DeviceError) -> any ByteChannel {
        try SerialPortChannel(path: path, baud: 115_200)
    }

    /// The two 16550s on the PCI bus, joined by a null-modem cable outside the guest.
    static func uarts() throws -> (near: UART, far: UART) {
        let found = SystemFile("/sys/class/tty").entries.compactMap { name -> UART? in
            let device = "/sys/class/tty/\(name)/device"
            guard name.hasPrefix("ttyS"), let slot = SystemFile(device).target,
                SystemFile("/sys/bus/pci/drivers/serial/\(slot)").exists
            else { return nil }
            return UART(path: "/dev/\(name)", slot: slot)
        }.sorted { $0.slot < $1.slot }
        guard found.count >= 2 else { throw NotHere("\(found.count) serial ports on PCI, not 2") }
        return (found[0], found[1])
    }

    /// The two FTDI adapters, joined likewise; the numbers are those that QEMU was given.
    static func adapters() async throws -> (near: Adapter, far: Adapter) {
        (try await Adapter(serial: "FTDI-A"), try await Adapter(serial: "FTDI-B"))
    }

    /// Waits for `path`, a device file or a link to one.
    static func appear(_ path: String) async throws {
        try await eventually(for: path) { SystemFile(path).exists }
    }
}

/// A 16550 on a PCI card.
struct UART: Sendable {
    let path: String
    /// Its PCI address, by which it is taken from its driver and given back.
    let slot: String

    /// Takes the card out.
    func unplug() throws { try SystemFile("/sys/bus/pci/drivers/serial/unbind").write(slot) }

    /// Puts the card back.
    func plug() throws { try SystemFile("/sys/bus/pci/drivers/serial/bind").write(slot) }
}

/// A USB serial adapter with an FTDI chip.
struct Adapter: Sendable {
    /// udev's name for its port: `/dev/ttyUSB0` is whichever came first.
    let path: String
    private let folder: String

    init(serial: String) async throws {
        guard let folder = USBFolder.find(serial: serial) else {
            throw NotHere("no USB adapter with the serial number \(serial)")
        }
        self.folder = folder
        path = "/dev/serial/by-id/usb-QEMU_QEMU_USB_SERIAL_\(serial)-if00-port0"
        try await Ports.appear(path)
    }

    /// Takes the device from all its drivers, as pulling its plug does.
    func unplug() throws { try SystemFile("\(folder)/authorized").write("0") }

    /// Lets its drivers have it again.
    func plug() throws { try SystemFile("\(folder)/authorized").write("1") }
}
