import CUSB
import HAL

/// An open USB device: libusb's handle, with one owner that closes it.
///
/// Interfaces that were claimed on it are the kernel's again when it is closed. It holds the bus,
/// for a libusb context may only end after its last handle.
struct USBClaim: ~Copyable {
    let handle: OpaquePointer
    private let bus: USBBus

    /// Opens the device at `pointer`, which errors call `name`.
    init(_ pointer: OpaquePointer, on bus: USBBus, _ name: String) throws(DeviceError) {
        var opened: OpaquePointer?
        let code = libusb_open(pointer, &opened)
        guard code == 0, let handle = opened else { throw USBFault.call(code, name, "open") }
        self.handle = handle
        self.bus = bus
    }

    deinit {
        libusb_close(handle)
    }

    /// Claims interface `number`, and sends the kernel's driver away for as long.
    func take(_ number: UInt8, _ name: String) throws(DeviceError) {
        // Not supported on every system, and then the claim tells.
        libusb_set_auto_detach_kernel_driver(handle, 1)
        let code = libusb_claim_interface(handle, Int32(number))
        guard code == 0 else { throw USBFault.call(code, name, "claim interface \(number)") }
    }
}
