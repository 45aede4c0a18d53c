import Channels
import Glibc
import HAL
import Testing

/// Who stands behind a port, read from a tree of files laid out as the kernel lays out `/sys`.
struct PortIdentityTests {
    private let root: String

    init() {
        var template = Array("/tmp/suanpan-sysfs-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        folder("class/tty")
        folder("devices/usb1/1-2/1-2:1.0/ttyUSB0")
        file("devices/usb1/1-2/idVendor", "0403\n")
        file("devices/usb1/1-2/idProduct", "6001\n")
        file("devices/usb1/1-2/serial", "A50285BI\n")
        folder("devices/platform/ttyS0")
        link("class/tty/ttyUSB0", to: "devices/usb1/1-2/1-2:1.0/ttyUSB0")
        link("devices/usb1/1-2/1-2:1.0/ttyUSB0/device", to: "devices/usb1/1-2/1-2:1.0")
        link("class/tty/ttyS0", to: "devices/platform/ttyS0")
        folder("dev")
        file("dev/ttyUSB0", "")
        file("dev/ttyS0", "")
        link("dev/scanner", to: "dev/ttyUSB0")
    }

    private func folder(_ path: String) {
        var made = root
        for part in path.split(separator: "/") {
            made += "/\(part)"
            mkdir(made, 0o755)
        }
    }

    private func file(_ path: String, _ text: String) {
        let descriptor = open("\(root)/\(path)", O_CREAT | O_WRONLY, 0o644)
        _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }

    private func link(_ path: String, to target: String) {
        symlink("\(root)/\(target)", "\(root)/\(path)")
    }

    private var identity: PortIdentity { PortIdentity(sysfs: root) }

    private var converter: DeviceIdentity {
        DeviceIdentity(
            place: "usb 1-2",
            model: USBModel(vendor: 0x0403, product: 0x6001),
            serial: "A50285BI"
        )
    }

    @Test(arguments: ["dev/ttyUSB0", "dev/scanner"])
    func `a USB port is known by its socket and its device's marks`(_ path: String) {
        #expect(identity.device(at: "\(root)/\(path)") == converter)
    }

    @Test func `a port on the mainboard is known by its path`() {
        let port = "\(root)/dev/ttyS0"
        #expect(identity.device(at: port) == DeviceIdentity(place: port))
    }

    @Test func `a port that is not there is nobody`() {
        #expect(identity.device(at: "\(root)/dev/ttyUSB9") == nil)
    }

    @Test func `every port with something behind it is listed, and no empty one`() {
        folder("devices/platform/ttyS9")
        file("devices/platform/ttyS9/type", "0\n")
        link("class/tty/ttyS9", to: "devices/platform/ttyS9")
        link("devices/platform/ttyS9/device", to: "devices/platform")
        link("devices/platform/ttyS0/device", to: "devices/platform")
        folder("class/tty/tty1")
        let ports = identity.ports()
        #expect(ports.map(\.path) == ["/dev/ttyS0", "/dev/ttyUSB0"])
        #expect(ports.last?.device == converter)
    }

    @Test func `only USB devices are counted as plugged in`() {
        #expect(identity.present() == [converter])
        #expect(PortIdentity(sysfs: "\(root)/nowhere").present().isEmpty)
    }
}
