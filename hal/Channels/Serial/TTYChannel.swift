import Glibc
public import HAL
import Wire

/// A tty by the kernel's own interface: a serial port, a CDC-ACM device, a twin's pty.
///
/// Raw, and otherwise as its settings say. Opening takes the port for this program alone and drops
/// what had arrived before: an answer from an earlier life answers nothing. A character that comes
/// garbled, a break and an overrun are each a `failure` in the place of the bytes.
public final class TTYChannel: ByteChannel, SerialLine {
    private let path: String
    private let channel: DescriptorChannel
    private let input: CleanInput

    /// Opens and claims `path`, a device or a symlink to one, at 8N1 without flow control.
    public convenience init(path: String, baud: Int) throws(DeviceError) {
        try self.init(path: path, settings: SerialSettings(baud: baud))
    }

    /// Opens and claims `path`, a device or a symlink to one.
    ///
    /// - Throws: `failure` when the port does not do what `settings` ask, as a pty 7E1.
    public init(path: String, settings: SerialSettings) throws(DeviceError) {
        let mode = try TerminalMode(settings, path: path)
        let flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
        let claim = try Claim(open(path, flags)) { PortClaim.error($0, path) }
        try PortClaim.lock(claim, path)
        try mode.apply(to: claim.descriptor, path: path, format: settings.format)
        LineControl(descriptor: claim.descriptor, path: path).raise(settings)
        tcflush(claim.descriptor, TCIOFLUSH)
        self.path = path
        let channel = DescriptorChannel(claim.handOver(), name: path)
        self.channel = channel
        input = CleanInput(channel, name: path) {
            try? channel.withDescriptor { descriptor throws(DeviceError) in
                try LineControl(descriptor: descriptor, path: path).counts()
            }
        }
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await channel.write(bytes, by: deadline)
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await input.read(upTo: limit, by: deadline)
    }

    /// Gives the port back; every call from now on throws `noHardware`.
    public func close() {
        channel.close()
    }

    public func configure(_ settings: SerialSettings) throws(DeviceError) {
        let mode = try TerminalMode(settings, path: path)
        try withControl { line throws(DeviceError) in
            try mode.apply(to: line.descriptor, path: path, format: settings.format)
            line.raise(settings)
        }
    }

    public func modemInputs() throws(DeviceError) -> ModemInputs {
        try withControl { line throws(DeviceError) in try line.inputs() }
    }

    public func set(_ output: ModemOutput, to isOn: Bool) throws(DeviceError) {
        try withControl { line throws(DeviceError) in try line.set(output, to: isOn) }
    }

    public func sendBreak(lasting duration: Duration) async throws(DeviceError) {
        try withControl { line throws(DeviceError) in try line.setBreak(to: true) }
        try? await Task.sleep(for: duration)
        try withControl { line throws(DeviceError) in try line.setBreak(to: false) }
    }

    public func lineCounts() throws(DeviceError) -> LineCounts {
        try withControl { line throws(DeviceError) in try line.counts() }
    }

    private func withControl<Value: Sendable>(
        _ body: (LineControl) throws(DeviceError) -> Value
    ) throws(DeviceError) -> Value {
        try channel.withDescriptor { descriptor throws(DeviceError) in
            try body(LineControl(descriptor: descriptor, path: path))
        }
    }
}
