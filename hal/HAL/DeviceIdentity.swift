/// What tells one device from another of the same make.
///
/// `place` is where it is plugged in; the rest goes with the device. What a device prints about
/// itself (`GS I`) is not part of it: copies carry the names of what they copy.
public struct DeviceIdentity: Hashable, Sendable {
    /// The kernel's name of the port: `usb 1-2.3`, or `/dev/ttyS0` for what is soldered in.
    public let place: String
    /// The USB vendor and product number, or nothing for a port without such.
    public let model: USBModel?
    /// The serial number in its descriptor; many cheap devices have none.
    public let serial: String?

    /// The identity of the device at `place`.
    public init(place: String, model: USBModel? = nil, serial: String? = nil) {
        self.place = place
        self.model = model
        self.serial = serial
    }

    /// Whether `other` is the same device as far as its own marks tell, wherever it is plugged in.
    ///
    /// Two of one model without serial numbers cannot be told apart.
    public func isSameDevice(as other: DeviceIdentity) -> Bool {
        model == other.model && serial == other.serial
    }
}

extension DeviceIdentity: CustomStringConvertible {
    /// `067b:2303 A9012 at usb 1-2.3`, without what is not known.
    public var description: String {
        let marks = [model?.description, serial].compactMap(\.self).joined(separator: " ")
        return marks.isEmpty ? place : "\(marks) at \(place)"
    }
}

/// A make of USB device: the two numbers that `lsusb` prints.
public struct USBModel: Hashable, Sendable, CustomStringConvertible {
    /// The vendor's number, from the USB Implementers Forum.
    public let vendor: UInt16
    /// The vendor's own number for the product.
    public let product: UInt16

    /// The model `vendor:product`.
    public init(vendor: UInt16, product: UInt16) {
        self.vendor = vendor
        self.product = product
    }

    public var description: String { "\(Self.hex(vendor)):\(Self.hex(product))" }

    private static func hex(_ number: UInt16) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
