import CUSB
import HAL

/// What libusb's codes mean in UnifiedPOS terms.
enum USBFault {
    /// The error of a call that returned `code`.
    static func call(_ code: Int32, _ name: String, _ step: String) -> DeviceError {
        let detail = "\(name): \(step): \(String(cString: libusb_error_name(code)))"
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

    /// The error of a transfer that ended as `outcome` says; nothing when it ended well.
    static func transfer(_ outcome: USBOutcome, _ name: String, _ step: String) -> DeviceError? {
        let detail = "\(name): \(step)"
        switch outcome.end {
        case .completed: return nil
        case .timedOut: return DeviceError(.timeout, "\(detail) by the deadline")
        case .cancelled: return DeviceError(.timeout, "\(detail): cancelled")
        case .stalled: return DeviceError(.failure, "\(detail): the device refused (stall)")
        case .gone: return DeviceError(.noHardware, "\(detail): the device is gone")
        case .broken: return DeviceError(.failure, "\(detail): the transfer broke")
        case .refused(let code): return call(code, name, step)
        }
    }
}
