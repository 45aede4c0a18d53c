import CUSB

/// Where a USB device's printer interface is, by its own descriptor.
struct USBPrinterInterface: Sendable {
    /// `0483:5743`, as `lsusb` prints it.
    let name: String
    let number: Int32
    let output: UInt8
    let input: UInt8

    /// Looks through the active configuration for a class 07 interface with both directions.
    init?(of device: OpaquePointer, name: String) {
        var pointer: UnsafeMutablePointer<libusb_config_descriptor>?
        guard libusb_get_active_config_descriptor(device, &pointer) == 0, let pointer else {
            return nil
        }
        defer { libusb_free_config_descriptor(pointer) }
        let configuration = pointer.pointee
        for index in 0..<Int(configuration.bNumInterfaces) {
            let group = configuration.interface[index]
            guard group.num_altsetting > 0 else { continue }
            // Setting 0 is active from the start; a till needs no other.
            let setting = group.altsetting[0]
            guard setting.bInterfaceClass == LIBUSB_CLASS_PRINTER.rawValue,
                let (output, input) = Self.endpoints(of: setting)
            else { continue }
            self.name = name
            number = Int32(setting.bInterfaceNumber)
            self.output = output
            self.input = input
            return
        }
        return nil
    }

    static func name(_ vendor: UInt16, _ product: UInt16) -> String {
        [vendor, product].map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }.joined(separator: ":")
    }

    /// The bulk endpoints out and in; a printer without a way back cannot prove anything.
    private static func endpoints(of setting: libusb_interface_descriptor) -> (UInt8, UInt8)? {
        var output: UInt8?
        var input: UInt8?
        for index in 0..<Int(setting.bNumEndpoints) {
            let endpoint = setting.endpoint[index]
            // Bits 0 and 1 are the kind, 2 is bulk.
            guard endpoint.bmAttributes & 0x03 == 2 else { continue }
            if endpoint.bEndpointAddress & 0x80 != 0 {
                input = input ?? endpoint.bEndpointAddress
            } else {
                output = output ?? endpoint.bEndpointAddress
            }
        }
        guard let output, let input else { return nil }
        return (output, input)
    }
}
