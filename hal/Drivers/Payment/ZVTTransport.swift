package import HAL

/// Carries APDUs to and from one terminal: in frames on a serial line, bare on the network.
package protocol ZVTTransport: Sendable {
    /// Sends a message and returns when the other side has it, as far as the line can tell.
    ///
    /// - Throws: an error whose `mayHaveRun` is false when the other side said that it has not
    ///   taken the message; else it may have.
    func send(_ message: APDU, by deadline: Deadline) async throws(DeviceError)

    /// Sends a message and does not wait to hear whether it was taken.
    func cast(_ message: APDU, by deadline: Deadline) async throws(DeviceError)

    /// The next message.
    func receive(by deadline: Deadline) async throws(DeviceError) -> APDU

    /// Forgets a message that has begun and will not end, before a new dialogue.
    func forget()
}

extension DeviceError {
    /// The same error, from a write: when a device goes away some bytes may have left before.
    var ofWriting: DeviceError {
        DeviceError(kind, detail, mayHaveRun: mayHaveRun || kind == .noHardware)
    }

    /// The same error, after a message has left whole.
    var afterSending: DeviceError { DeviceError(kind, detail, mayHaveRun: true) }
}

/// How APDUs travel on a channel.
public enum ZVTFraming: String, Sendable, CaseIterable {
    /// Framed, checked and acknowledged: RS-232, and USB that looks like it.
    case serial
    /// Bare: TCP, on port 20007 as a rule.
    case network

    /// A transport of this kind over `channel`.
    package func transport(over channel: any ByteChannel, _ timers: ZVTTimers) -> any ZVTTransport {
        switch self {
        case .serial: ZVTSerialTransport(channel: channel, timers: timers)
        case .network: ZVTNetworkTransport(channel: channel)
        }
    }
}
