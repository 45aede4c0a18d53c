import CUSB
import HAL

/// An open printer interface: libusb's handle and the two endpoints that its descriptor names.
///
/// Unchecked, and safe: libusb's synchronous calls may be used on one handle by several threads
/// at once (its manual, "Multi-threaded applications"), and every property is a `let`.
final class USBPrinter: @unchecked Sendable {
    private let context: OpaquePointer
    private let handle: OpaquePointer
    private let interface: USBPrinterInterface

    init(vendor: UInt16, product: UInt16) throws(DeviceError) {
        let name = USBPrinterInterface.name(vendor, product)
        var context: OpaquePointer?
        let code = libusb_init(&context)
        guard code == 0, let context else { throw Self.error(code, "libusb", "start") }
        do throws(DeviceError) {
            let found = try Self.open(vendor, product, name, in: context)
            (handle, interface) = found
        } catch {
            libusb_exit(context)
            throw error
        }
        self.context = context
    }

    deinit {
        libusb_release_interface(handle, interface.number)
        libusb_close(handle)
        libusb_exit(context)
    }

    /// Sends every byte, or throws with the number that left.
    func send(_ bytes: [UInt8], by deadline: Deadline) throws(DeviceError) {
        var bytes = bytes
        var sent: Int32 = 0
        // Nought would mean for ever.
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        let milliseconds = min(max(1, left), 3_600_000)
        let code = libusb_bulk_transfer(
            handle,
            interface.output,
            &bytes,
            Int32(bytes.count),
            &sent,
            UInt32(milliseconds)
        )
        guard code == 0, sent == bytes.count else {
            throw Self.error(code, interface.name, "\(sent) of \(bytes.count) bytes left")
        }
    }

    /// Takes what the printer has to say within that time, perhaps nothing.
    func receive(waitMilliseconds: UInt32) throws(DeviceError) -> [UInt8] {
        // A whole number of the largest packets, so that no packet overflows.
        var bytes = [UInt8](repeating: 0, count: 1024)
        var count: Int32 = 0
        let code = libusb_bulk_transfer(
            handle,
            interface.input,
            &bytes,
            Int32(bytes.count),
            &count,
            waitMilliseconds
        )
        guard code == 0 || code == LIBUSB_ERROR_TIMEOUT.rawValue else {
            throw Self.error(code, interface.name, "reading")
        }
        return Array(bytes.prefix(Int(count)))
    }

    private static func open(
        _ vendor: UInt16,
        _ product: UInt16,
        _ name: String,
        in context: OpaquePointer
    ) throws(DeviceError) -> (OpaquePointer, USBPrinterInterface) {
        var list: UnsafeMutablePointer<OpaquePointer?>?
        let count = libusb_get_device_list(context, &list)
        defer { libusb_free_device_list(list, 1) }
        for index in 0..<max(0, count) {
            guard let device = list?[index] else { continue }
            var descriptor = libusb_device_descriptor()
            libusb_get_device_descriptor(device, &descriptor)
            guard descriptor.idVendor == vendor, descriptor.idProduct == product else { continue }
            guard let interface = USBPrinterInterface(of: device, name: name) else {
                throw DeviceError(.failure, "\(name): has no printer interface (class 07)")
            }
            return (try claim(interface, of: device), interface)
        }
        let detail = "\(name): not on the bus (\(max(0, count)) USB devices); see `lsusb`"
        throw DeviceError(.noHardware, detail)
    }

    private static func claim(
        _ interface: USBPrinterInterface,
        of device: OpaquePointer
    ) throws(DeviceError) -> OpaquePointer {
        var handle: OpaquePointer?
        let code = libusb_open(device, &handle)
        guard code == 0, let handle else { throw error(code, interface.name, "open") }
        // Not supported on every system, and then the claim tells.
        libusb_set_auto_detach_kernel_driver(handle, 1)
        let claimed = libusb_claim_interface(handle, interface.number)
        guard claimed == 0 else {
            libusb_close(handle)
            throw error(claimed, interface.name, "claim interface \(interface.number)")
        }
        return handle
    }

    private static func error(_ code: Int32, _ name: String, _ step: String) -> DeviceError {
        let reason = String(cString: libusb_error_name(code))
        let detail = "\(name): \(step): \(reason)"
        switch libusb_error(rawValue: code) {
        case LIBUSB_ERROR_NO_DEVICE, LIBUSB_ERROR_NOT_FOUND:
            return DeviceError(.noHardware, detail)
        case LIBUSB_ERROR_BUSY: return DeviceError(.busy, detail)
        case LIBUSB_ERROR_TIMEOUT: return DeviceError(.timeout, detail)
        case LIBUSB_ERROR_ACCESS:
            return DeviceError(.failure, "\(detail); add a udev rule", mayHaveRun: false)
        default: return DeviceError(.failure, detail)
        }
    }
}
