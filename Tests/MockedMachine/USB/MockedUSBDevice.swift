/// A USB device on a mocked machine, in a socket of bus 1.
///
/// Its far end is the device's firmware: it takes what the host sent and says what it likes.
public final class MockedUSBDevice: Sendable {
    /// Answers a class or vendor request; nothing stalls it.
    public typealias Control =
        @Sendable (_ setup: [UInt8], _ payload: [UInt8]) -> [UInt8]?

    let engine: MockedUSBEngine
    private let machine: MockedMachine
    private let server: IoctlServer
    private let port: Int
    private let address: Int
    private let identity: USBIdentity

    init(
        _ identity: USBIdentity,
        port: Int,
        address: Int,
        on machine: MockedMachine,
        sinks: [UInt8: MockedUSBEngine.Sink],
        kernelDriver: String?,
        control: @escaping Control
    ) {
        self.machine = machine
        self.port = port
        self.address = address
        self.identity = identity
        let nodePath = Self.nodePath(address)
        machine.makeFolder("/dev/bus/usb/001")
        machine.makeFolder("/ioctl/dev/bus/usb/001")
        engine = MockedUSBEngine(
            node: WritableNode(at: "\(machine.directory)\(nodePath)"),
            sinks: sinks,
            kernelDriver: kernelDriver
        ) { setup, payload in
            // GET_DESCRIPTOR is the same for all.
            setup[0] == 0x80 && setup[1] == 6
                ? identity.descriptor(UInt16(setup[3]) << 8 | UInt16(setup[2]))
                : control(setup, payload)
        }
        let node = MockedUSBNode(engine: engine)
        server = IoctlServer(at: "\(machine.directory)/ioctl\(nodePath)") {
            node.answer($0, $1, $2)
        }
        writeSys()
    }

    /// Whether the kernel's own driver has the device.
    public var kernelDriver: String? { engine.kernelDriver }

    /// How many transfers of the host wait for the device.
    public var pendingTransfers: Int { engine.pendingCount }

    /// Refuses the next transfer on an endpoint.
    public func stallNext(_ endpoint: UInt8) {
        engine.stallNext(endpoint)
    }

    /// Tells the listeners that the device has come.
    public func announce() {
        event("add").send(to: machine)
    }

    /// Pulls the plug, and tells the listeners.
    public func unplug() {
        engine.unplug()
        machine.remove("/sys/bus/usb/devices/1-\(port)")
        event("remove").send(to: machine)
    }

    private func event(_ action: String) -> UEvent {
        UEvent(
            action: action,
            devicePath: "/devices/pci0000:00/usb1/1-\(port)",
            subsystem: "usb",
            deviceType: "usb_device",
            properties: [
                "DEVNAME=\(Self.nodePath(address))", "BUSNUM=001", "DEVNUM=\(Self.digits(address))",
                "MAJOR=189", "MINOR=\(address - 1)",
            ]
        )
    }

    private func writeSys() {
        let folder = "/sys/devices/pci0000:00/usb1/1-\(port)"
        let files = [
            "busnum": "1", "devnum": "\(address)", "bConfigurationValue": "1", "speed": "12",
            "uevent": """
            MAJOR=189
            MINOR=\(address - 1)
            DEVNAME=bus/usb/001/\(Self.digits(address))
            DEVTYPE=usb_device
            BUSNUM=001
            DEVNUM=\(Self.digits(address))
            """,
        ]
        for (name, text) in files { machine.write("\(text)\n".utf8, to: "\(folder)/\(name)") }
        let descriptors = identity.deviceDescriptor + identity.configurationDescriptor
        machine.write(descriptors, to: "\(folder)/descriptors")
        machine.link("\(folder)/subsystem", to: "../../../../bus/usb")
        let target = "../../../devices/pci0000:00/usb1/1-\(port)"
        machine.link("/sys/bus/usb/devices/1-\(port)", to: target)
    }

    private static func nodePath(_ address: Int) -> String {
        "/dev/bus/usb/001/\(digits(address))"
    }

    private static func digits(_ address: Int) -> String {
        let digits = String(address)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}
