import CSerialPort
import Glibc
import HAL
import Synchronization

/// An open `sp_port` of libserialport.
///
/// Unchecked, and safe: libserialport's calls on one port must not meet, so the pointer is used
/// only by the task that opens the port, then under the lock, and once more at the end to close it.
final class SerialPort: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let path: String
    private let lock = Mutex(())
    /// The port's own descriptor; it lives as long as the port.
    let descriptor: Int32

    private init(_ pointer: OpaquePointer, _ path: String) throws(DeviceError) {
        self.pointer = pointer
        self.path = path
        var descriptor: Int32 = -1
        do throws(DeviceError) {
            try Self.check(sp_open(pointer, SP_MODE_READ_WRITE), "opening", path)
            try Self.check(sp_get_port_handle(pointer, &descriptor), "a descriptor", path)
        } catch {
            sp_free_port(pointer)
            throw error
        }
        self.descriptor = descriptor
    }

    /// Opens the port called `path`, or the one that `path` is a symlink to.
    static func named(_ path: String) throws(DeviceError) -> SerialPort {
        var found: OpaquePointer?
        if sp_get_port_by_name(path, &found) == SP_OK, let found {
            return try SerialPort(found, path)
        }
        let device = try PortClaim.resolve(path)
        if sp_get_port_by_name(device, &found) == SP_OK, let found {
            return try SerialPort(found, path)
        }
        let detail = "\(path): libserialport knows no serial port \(device)"
        throw DeviceError(.noHardware, detail)
    }

    deinit {
        sp_close(pointer)
        sp_free_port(pointer)
    }

    /// Sets everything that `settings` say.
    func configure(_ settings: SerialSettings) throws(DeviceError) {
        try lock.withLock { _ throws(DeviceError) in
            let format = settings.format
            try check(
                sp_set_baudrate(pointer, Int32(clamping: settings.baud)),
                "\(settings.baud) baud"
            )
            try check(sp_set_bits(pointer, Int32(format.dataBits)), "\(format.dataBits) data bits")
            try check(sp_set_parity(pointer, Self.parity(format.parity)), "\(format.parity) parity")
            try check(
                sp_set_stopbits(pointer, Int32(format.stopBits)),
                "\(format.stopBits) stop bits"
            )
            let flow = settings.flow.rawValue
            try check(sp_set_flowcontrol(pointer, Self.flow(settings.flow)), "\(flow) flow control")
            try check(sp_set_dtr(pointer, settings.isDTROn ? SP_DTR_ON : SP_DTR_OFF), "DTR")
            if settings.flow != .rtsCTS {
                try check(sp_set_rts(pointer, settings.isRTSOn ? SP_RTS_ON : SP_RTS_OFF), "RTS")
            }
            // Last: setting the parity has the tty ignore what is wrong with it.
            try TerminalMode.markErrors(on: descriptor, path: path)
        }
    }

    /// Drops what had arrived or waits to leave.
    func flush() throws(DeviceError) {
        try lock.withLock { _ throws(DeviceError) in
            try check(sp_flush(pointer, SP_BUF_BOTH), "flushing")
        }
    }

    /// Turns libserialport's code for `step` into an error.
    private func check(_ code: sp_return, _ step: String) throws(DeviceError) {
        try Self.check(code, step, path)
    }

    private static func check(
        _ code: sp_return,
        _ step: String,
        _ path: String
    ) throws(DeviceError) {
        guard code != SP_OK else { return }
        if code == SP_ERR_FAIL, sp_last_error_code() != EINVAL {
            let reason = PortClaim.error(sp_last_error_code(), path)
            throw DeviceError(reason.kind, "\(reason.detail) (\(step))", mayHaveRun: false)
        }
        let detail = "\(path): the port does not do \(step)"
        throw DeviceError(.failure, detail, mayHaveRun: false)
    }

    private static func parity(_ parity: SerialFormat.Parity) -> sp_parity {
        switch parity {
        case .none: SP_PARITY_NONE
        case .even: SP_PARITY_EVEN
        case .odd: SP_PARITY_ODD
        case .mark: SP_PARITY_MARK
        case .space: SP_PARITY_SPACE
        }
    }

    private static func flow(_ flow: SerialSettings.FlowControl) -> sp_flowcontrol {
        switch flow {
        case .none: SP_FLOWCONTROL_NONE
        case .rtsCTS: SP_FLOWCONTROL_RTSCTS
        case .xonXOFF: SP_FLOWCONTROL_XONXOFF
        }
    }
}
