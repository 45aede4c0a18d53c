import Glibc
import HAL

/// The ioctls of tty_ioctl(4) that a serial driver answers besides reading and writing.
///
/// Numbers are those of the kernel's asm-generic/ioctls.h and termios.h.
struct LineControl {
    let descriptor: Int32
    let path: String

    func inputs() throws(DeviceError) -> ModemInputs {
        var bits: Int32 = 0
        try check(ioctl(descriptor, Request.getLines, &bits), "modem lines")
        var inputs: ModemInputs = []
        if bits & Line.cts != 0 { inputs.insert(.cts) }
        if bits & Line.dsr != 0 { inputs.insert(.dsr) }
        if bits & Line.dcd != 0 { inputs.insert(.dcd) }
        if bits & Line.ri != 0 { inputs.insert(.ri) }
        return inputs
    }

    func set(_ output: ModemOutput, to isOn: Bool) throws(DeviceError) {
        var bit = output == .rts ? Line.rts : Line.dtr
        let request = isOn ? Request.raiseLines : Request.dropLines
        try check(ioctl(descriptor, request, &bit), "modem lines")
    }

    /// Drives both lines as `settings` say; a port without modem lines is as good without.
    func raise(_ settings: SerialSettings) {
        try? set(.dtr, to: settings.isDTROn)
        // Else the kernel moves it.
        if settings.flow != .rtsCTS { try? set(.rts, to: settings.isRTSOn) }
    }

    func setBreak(to isOn: Bool) throws(DeviceError) {
        let request = isOn ? Request.startBreak : Request.endBreak
        try check(ioctl(descriptor, request, 0), "breaks")
    }

    func counts() throws(DeviceError) -> LineCounts {
        // struct serial_icounter_struct: cts dsr rng dcd rx tx frame overrun parity brk
        // buf_overrun, and nine words in reserve.
        var words = [Int32](repeating: 0, count: 20)
        try check(ioctl(descriptor, Request.getCounts, &words), "error counts")
        return LineCounts(
            framing: Int(words[6]),
            parity: Int(words[8]),
            overrun: Int(words[7]) + Int(words[10]),
            breaks: Int(words[9])
        )
    }

    private func check(_ code: Int32, _ what: String) throws(DeviceError) {
        guard code != 0 else { return }
        switch errno {
        case ENOTTY, EINVAL, ENOSYS, EOPNOTSUPP:
            throw DeviceError(.failure, "\(path): the port has no \(what)", mayHaveRun: false)
        default:
            throw PortClaim.error(errno, path)
        }
    }

    private enum Request {
        static let getLines: UInt = 0x5415
        static let raiseLines: UInt = 0x5416
        static let dropLines: UInt = 0x5417
        static let startBreak: UInt = 0x5427
        static let endBreak: UInt = 0x5428
        static let getCounts: UInt = 0x545D
    }

    private enum Line {
        static let dtr: Int32 = 0x002
        static let rts: Int32 = 0x004
        static let cts: Int32 = 0x020
        static let dcd: Int32 = 0x040
        static let ri: Int32 = 0x080
        static let dsr: Int32 = 0x100
    }
}
