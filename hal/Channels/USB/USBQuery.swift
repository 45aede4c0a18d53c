/// Which USB device is meant: by its numbers, and when two are alike by its serial number or socket.
public struct USBQuery: Hashable, Sendable {
    public let vendor: UInt16
    public let product: UInt16
    /// Its serial number as the device says it; nothing when any will do.
    public var serialNumber: String?
    /// Its socket: the bus, then the hubs' ports, `1-1.4` as the kernel writes it.
    public var portPath: String?

    /// Any device of this vendor and product, unless a serial number or a socket is named.
    public init(
        vendor: UInt16,
        product: UInt16,
        serialNumber: String? = nil,
        portPath: String? = nil
    ) {
        self.vendor = vendor
        self.product = product
        self.serialNumber = serialNumber
        self.portPath = portPath
    }

    /// Reads the numbers as `lsusb` prints them, `04b8:0202`; nothing when they are none.
    public init?(_ numbers: String, serialNumber: String? = nil, portPath: String? = nil) {
        let parts = numbers.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let vendor = UInt16(parts[0], radix: 16),
            let product = UInt16(parts[1], radix: 16)
        else { return nil }
        self.init(
            vendor: vendor,
            product: product,
            serialNumber: serialNumber,
            portPath: portPath
        )
    }

    /// Whether a device on the bus may be the one; its serial number shows when it is opened.
    func means(_ device: USBDevice) -> Bool {
        device.vendor == vendor && device.product == product
            && (portPath == nil || portPath == device.portPath)
    }
}

extension USBQuery: CustomStringConvertible {
    public var description: String {
        var text = "\(Self.hex(vendor)):\(Self.hex(product))"
        if let serialNumber { text += " serial number \(serialNumber)" }
        if let portPath { text += " in socket \(portPath)" }
        return text
    }

    private static func hex(_ number: UInt16) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
