import CUSB
import HAL

/// A device that came or went.
public struct USBChange: Hashable, Sendable {
    /// What happened to it.
    public enum Kind: Sendable {
        case arrived
        /// Its channels are dead for ever, also when it comes back: open new ones.
        case left
    }

    public let kind: Kind
    public let vendor: UInt16
    public let product: UInt16
    /// Its socket, `1-1.4`.
    public let portPath: String
}

/// Who hears libusb's hot-plug callbacks.
///
/// In the callback nothing but what libusb has cached may be looked at, and nothing sent: it only
/// writes down what happened. The one who reads the stream may open the device.
final class USBListener: Sendable {
    private let record: AsyncStream<USBChange>.Continuation

    init(_ record: AsyncStream<USBChange>.Continuation) {
        self.record = record
    }

    /// Asks `context` to call from now on.
    func register(with context: OpaquePointer) throws(DeviceError) {
        let code = libusb_hotplug_register_callback(
            context,
            Int32(LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED.rawValue)
                | Int32(LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT.rawValue),
            0,
            LIBUSB_HOTPLUG_MATCH_ANY,
            LIBUSB_HOTPLUG_MATCH_ANY,
            LIBUSB_HOTPLUG_MATCH_ANY,
            { _, device, event, listener in
                guard let device, let listener else { return 0 }
                let kind: USBChange.Kind =
                    event == LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT ? .left : .arrived
                Unmanaged<USBListener>.fromOpaque(listener).takeUnretainedValue()
                    .write(kind, device)
                return 0
            },
            Unmanaged.passUnretained(self).toOpaque(),
            nil
        )
        guard code == 0 else { throw USBFault.call(code, "libusb", "hot-plug") }
    }

    func finish() {
        record.finish()
    }

    private func write(_ kind: USBChange.Kind, _ device: OpaquePointer) {
        var descriptor = libusb_device_descriptor()
        libusb_get_device_descriptor(device, &descriptor)
        record.yield(
            USBChange(
                kind: kind,
                vendor: descriptor.idVendor,
                product: descriptor.idProduct,
                portPath: USBDescriptors.portPath(device)
            )
        )
    }
}
