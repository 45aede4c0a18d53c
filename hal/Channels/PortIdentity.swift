import Glibc
public import HAL

/// Reads from sysfs what stands behind a serial port: the USB device, its socket, its number.
///
/// The kernel keeps it in files: `/sys/class/tty/ttyUSB0/device` leads into the folder of the USB
/// device, which holds `idVendor`, `idProduct` and, when the device has one, `serial`. A port that
/// is no USB device's is known by its path alone.
public struct PortIdentity: Sendable {
    private let sysfs: String

    /// A reader of the tree at `sysfs`.
    public init(sysfs: String = "/sys") {
        self.sysfs = sysfs
    }

    /// The device behind `path`, a device file or a symlink to one; nothing when there is none.
    public func device(at path: String) -> DeviceIdentity? {
        guard let file = Self.resolve(path), let name = file.split(separator: "/").last else {
            return nil
        }
        let link = "\(sysfs)/class/tty/\(name)/device"
        return Self.resolve(link).flatMap(usbDevice) ?? DeviceIdentity(place: file)
    }

    /// The device file that `path` leads to; nothing when it leads nowhere.
    public func file(of path: String) -> String? { Self.resolve(path) }

    /// Every USB device that has a serial port now.
    public func present() -> [DeviceIdentity] {
        let folders = names().compactMap { Self.resolve("\(sysfs)/class/tty/\($0)/device") }
        return Array(Set(folders.compactMap(usbDevice)))
    }

    /// The serial ports that have something behind them, by their device file, in order.
    ///
    /// The kernel names 32 ports of the mainboard whether they are there or not; one that is not
    /// has the type 0 (`PORT_UNKNOWN`). Consoles and ptys have no device behind them.
    public func ports() -> [(path: String, device: DeviceIdentity)] {
        names().sorted().compactMap { name in
            let folder = "\(sysfs)/class/tty/\(name)"
            guard let behind = Self.resolve("\(folder)/device"),
                Self.text(in: "\(folder)/type") != "0"
            else { return nil }
            let path = "/dev/\(name)"
            return (path, usbDevice(above: behind) ?? DeviceIdentity(place: path))
        }
    }

    /// What `/sys/class/tty` holds.
    private func names() -> [String] {
        guard let folder = opendir("\(sysfs)/class/tty") else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.first != "." { names.append(name) }
        }
        return names
    }

    /// The nearest folder upward that describes a USB device.
    private func usbDevice(above start: String) -> DeviceIdentity? {
        var folder = start[...]
        while folder.count > sysfs.count {
            if let vendor = Self.number(in: "\(folder)/idVendor"),
                let product = Self.number(in: "\(folder)/idProduct"),
                let socket = folder.split(separator: "/").last
            {
                return DeviceIdentity(
                    place: "usb \(socket)",
                    model: USBModel(vendor: vendor, product: product),
                    serial: Self.text(in: "\(folder)/serial")
                )
            }
            guard let slash = folder.lastIndex(of: "/") else { return nil }
            folder = folder[..<slash]
        }
        return nil
    }

    private static func number(in path: String) -> UInt16? {
        text(in: path).flatMap { UInt16($0, radix: 16) }
    }

    /// The first line of a file of sysfs, which is never longer than a page.
    private static func text(in path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
        let line = bytes.prefix { $0 != 0x0A }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    private static func resolve(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
