/// A USB device on the bus as its descriptors say, without anything sent to it.
public struct USBDevice: Hashable, Sendable {
    public let vendor: UInt16
    public let product: UInt16
    /// Its socket, `1-1.4`: it stays when the device is replaced by another.
    public let portPath: String
    /// The bus and the address on it, as `lsusb` prints them; new each time it is plugged in.
    public let bus: UInt8
    public let address: UInt8
    /// The interfaces of the active configuration, each at setting 0.
    public let interfaces: [USBInterfaceDescriptor]

    /// The first interface of a class.
    public func interface(of kind: USBInterfaceClass) -> USBInterfaceDescriptor? {
        interfaces.first { $0.interfaceClass == kind.rawValue }
    }
}

/// The classes of interfaces that a till talks to (USB-IF, "Defined Class Codes").
public enum USBInterfaceClass: UInt8, Sendable, CaseIterable {
    /// Keyboards, scales, stripe readers: reports.
    case hid = 0x03
    /// Printers: bytes out, answers in.
    case printer = 0x07
    /// Chip card readers (CCID): messages.
    case smartCard = 0x0B
    /// Whatever the maker liked; bytes by two bulk endpoints, mostly.
    case vendorSpecific = 0xFF
}

/// One interface of a device: a function of its own, with its endpoints.
public struct USBInterfaceDescriptor: Hashable, Sendable {
    public let number: UInt8
    public let interfaceClass: UInt8
    public let subclass: UInt8
    public let interfaceProtocol: UInt8
    public let endpoints: [USBEndpoint]
    /// The class's own descriptors, as a card reader's limits (type 21h).
    public let extra: [UInt8]

    /// The first endpoint of a kind and direction.
    public func endpoint(_ kind: USBEndpoint.Kind, isIn: Bool) -> USBEndpoint? {
        endpoints.first { $0.kind == kind && $0.isIn == isIn }
    }
}

/// Where bytes go to or come from.
public struct USBEndpoint: Hashable, Sendable {
    /// How the bus serves it (bits 0 and 1 of bmAttributes).
    public enum Kind: UInt8, Sendable {
        case control
        case isochronous
        case bulk
        case interrupt
    }

    /// Its number, and bit 7 when it brings bytes to the host.
    public let address: UInt8
    public let kind: Kind
    public let maximumPacket: Int

    /// Whether it brings bytes to the host.
    public var isIn: Bool { address & 0x80 != 0 }
}
