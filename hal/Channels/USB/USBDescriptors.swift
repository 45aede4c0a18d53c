import CUSB

/// Reads what libusb has cached of a device; nothing is sent, so it is safe in any callback.
enum USBDescriptors {
    static func device(_ device: OpaquePointer) -> USBDevice? {
        var descriptor = libusb_device_descriptor()
        guard libusb_get_device_descriptor(device, &descriptor) == 0 else { return nil }
        return USBDevice(
            vendor: descriptor.idVendor,
            product: descriptor.idProduct,
            portPath: portPath(device),
            bus: libusb_get_bus_number(device),
            address: libusb_get_device_address(device),
            interfaces: interfaces(device)
        )
    }

    /// `1-1.4`: the bus, then the port of each hub on the way; the root hub itself is `usb1`.
    static func portPath(_ device: OpaquePointer) -> String {
        // Seven is the deepest that USB allows.
        var ports = [UInt8](repeating: 0, count: 7)
        let count = libusb_get_port_numbers(device, &ports, Int32(ports.count))
        let bus = libusb_get_bus_number(device)
        guard count > 0 else { return "usb\(bus)" }
        return "\(bus)-" + ports.prefix(Int(count)).map(String.init).joined(separator: ".")
    }

    private static func interfaces(_ device: OpaquePointer) -> [USBInterfaceDescriptor] {
        var pointer: UnsafeMutablePointer<libusb_config_descriptor>?
        guard libusb_get_active_config_descriptor(device, &pointer) == 0, let pointer else {
            return []
        }
        defer { libusb_free_config_descriptor(pointer) }
        let configuration = pointer.pointee
        return (0..<Int(configuration.bNumInterfaces)).compactMap { index in
            let group = configuration.interface[index]
            // Setting 0 is active from the start; a till needs no other.
            return group.num_altsetting > 0 ? interface(group.altsetting[0]) : nil
        }
    }

    private static func interface(
        _ setting: libusb_interface_descriptor
    ) -> USBInterfaceDescriptor {
        let endpoints = (0..<Int(setting.bNumEndpoints)).compactMap { index -> USBEndpoint? in
            let endpoint = setting.endpoint[index]
            guard let kind = USBEndpoint.Kind(rawValue: endpoint.bmAttributes & 0x03) else {
                return nil
            }
            return USBEndpoint(
                address: endpoint.bEndpointAddress,
                kind: kind,
                maximumPacket: Int(endpoint.wMaxPacketSize & 0x07FF)
            )
        }
        let extra = UnsafeBufferPointer(start: setting.extra, count: Int(setting.extra_length))
        return USBInterfaceDescriptor(
            number: setting.bInterfaceNumber,
            interfaceClass: setting.bInterfaceClass,
            subclass: setting.bInterfaceSubClass,
            interfaceProtocol: setting.bInterfaceProtocol,
            endpoints: endpoints,
            extra: Array(extra)
        )
    }
}
