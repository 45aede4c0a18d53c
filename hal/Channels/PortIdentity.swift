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

    /// Every USB device that has a serial port now.
    public func present() -> [DeviceIdentity] {
        guard let folder = opendir("\(sysfs)/class/tty") else { return [] }
        defer { closedir(folder) }
        var found: Set<DeviceIdentity> = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.first != ".", let start = Self.resolve("\(sysfs)/class/tty/\(name)/device")
            else { continue }
            if let device = usbDevice(above: start) { found.insert(device) }
        }
        return Array(found)
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
