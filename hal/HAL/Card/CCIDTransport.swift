/// Carries whole CCID messages to and from one reader: the three endpoints of its USB interface.
///
///     bulk-OUT      send             PC_to_RDR_…
///     bulk-IN       receive          RDR_to_PC_…
///     interrupt-IN  nextNotification RDR_to_PC_NotifySlotChange, RDR_to_PC_HardwareError
///
/// An implementation knows where a message ends and no more; what it says is the driver's concern.
/// It keeps the promises of `ByteChannel`, with messages in place of bytes.
public protocol CCIDTransport: Sendable {
    /// Sends one message.
    func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError)

    /// The next answer; one that has come already is returned even after the deadline.
    ///
    /// - Throws: `failure` for a message that says it is longer than the reader may send.
    func receive(by deadline: Deadline) async throws(DeviceError) -> SensitiveBytes

    /// The next notification, 2 to 5 bytes; it holds no card data.
    ///
    /// - Throws: `timeout` when none came, or ever will: the interrupt endpoint is optional.
    func nextNotification(by deadline: Deadline) async throws(DeviceError) -> [UInt8]
}
