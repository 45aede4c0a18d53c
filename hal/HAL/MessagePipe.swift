/// Carries whole messages to and from one device: CCID commands and answers, HID reports.
///
/// Where a `ByteChannel` has no borders, a message here arrives as it was sent or not at all. The
/// other promises are the same: order, deadlines, one send after the other, `noHardware` for ever
/// once the device has gone, and a cancelled task does not wait.
public protocol MessagePipe: Sendable {
    /// Sends one message whole, or throws; then the device may have taken a part of it.
    func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError)

    /// Takes the next message that the device has sent.
    func receive(by deadline: Deadline) async throws(DeviceError) -> [UInt8]
}
