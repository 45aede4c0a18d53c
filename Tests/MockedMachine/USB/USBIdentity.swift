/// What a mocked USB device says about itself: its descriptors (USB 2.0, 9.6) and strings.
public struct USBIdentity: Sendable {
    public var vendor: UInt16
    public var product: UInt16
    public var maker: String
    public var model: String
    public var serialNumber: String
    /// The one interface: class, subclass, protocol.
    public var interfaceClass: (UInt8, UInt8, UInt8)
    /// The class's own descriptors, between the interface's and the endpoints'.
    public var extra: [UInt8] = []
    /// Address, attributes (2 bulk, 3 interrupt) and packet size of each endpoint.
    public var endpoints: [(address: UInt8, attributes: UInt8, packet: UInt16)]

    /// A receipt printer, bidirectional.
    public static func printer(serialNumber: String = "MOCK0001") -> USBIdentity {
        USBIdentity(
            vendor: 0x04B8,
            product: 0x0202,
            maker: "EPSON",
            model: "TM-T88V",
            serialNumber: serialNumber,
            interfaceClass: (7, 1, 2),
            endpoints: [(0x01, 2, 64), (0x82, 2, 64)]
        )
    }

    /// A chip card reader with one slot: short APDUs, messages of at most 271 bytes.
    public static func cardReader() -> USBIdentity {
        // dwMaxCCIDMessageLength stands at byte 44, dwFeatures at 40.
        var extra = [UInt8](repeating: 0, count: 54)
        extra.replaceSubrange(0..<4, with: [54, 0x21, 0x10, 0x01])
        extra[6] = 2
        extra.replaceSubrange(40..<44, with: [0x40, 0x00, 0x02, 0x00])
        extra.replaceSubrange(44..<48, with: [0x0F, 0x01, 0, 0])
        return USBIdentity(
            vendor: 0x072F,
            product: 0x2200,
            maker: "ACS",
            model: "ACR122U",
            serialNumber: "",
            interfaceClass: (0x0B, 0, 0),
            extra: extra,
            endpoints: [(0x02, 2, 64), (0x82, 2, 64), (0x81, 3, 8)]
        )
    }

    /// A HID device with reports of eight bytes both ways.
    public static func reports() -> USBIdentity {
        USBIdentity(
            vendor: 0x0922,
            product: 0x8003,
            maker: "SCALE",
            model: "S100",
            serialNumber: "1",
            interfaceClass: (3, 0, 0),
            extra: [9, 0x21, 0x11, 0x01, 0, 1, 0x22, 0x20, 0],
            endpoints: [(0x81, 3, 8)]
        )
    }

    var deviceDescriptor: [UInt8] {
        [18, 1, 0, 2, 0, 0, 0, 64] + Self.word(vendor) + Self.word(product) + [0, 1, 1, 2, 3, 1]
    }

    var configurationDescriptor: [UInt8] {
        let (kind, subclass, number) = interfaceClass
        var body: [UInt8] = [9, 4, 0, 0, UInt8(endpoints.count), kind, subclass, number, 0] + extra
        for endpoint in endpoints {
            body += [7, 5, endpoint.address, endpoint.attributes] + Self.word(endpoint.packet)
            body += [endpoint.attributes == 3 ? 10 : 0]
        }
        return [9, 2] + Self.word(UInt16(9 + body.count)) + [1, 1, 0, 0xC0, 1] + body
    }

    /// The answer to GET_DESCRIPTOR, or nothing when there is no such descriptor.
    func descriptor(_ value: UInt16) -> [UInt8]? {
        let number = Int(value & 0xFF)
        switch value >> 8 {
        case 1: return deviceDescriptor
        case 2: return configurationDescriptor
        case 3 where number == 0: return [4, 3, 9, 4]
        case 3 where (1...3).contains(number):
            let text = [maker, model, serialNumber][number - 1]
            var units: [UInt8] = []
            for unit in text.utf16 { units += Self.word(unit) }
            return [UInt8(2 + units.count), 3] + units
        default: return nil
        }
    }

    private static func word(_ number: UInt16) -> [UInt8] {
        [UInt8(number & 0xFF), UInt8(number >> 8)]
    }
}
