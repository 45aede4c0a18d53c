/// What a serial line has besides bytes: its settings, the modem lines, breaks, error counts.
///
/// It stands beside `ByteChannel`, which TCP and USB keep too: a driver that needs a line says so
/// by asking for both. A port that lacks one of these, as a pty lacks modem lines, throws
/// `failure` with those words and goes on carrying bytes.
public protocol SerialLine: Sendable {
    /// Changes the settings of the open port; bytes under way may be garbled.
    func configure(_ settings: SerialSettings) throws(DeviceError)

    /// The lines that the other side drives, as they stand now.
    func modemInputs() throws(DeviceError) -> ModemInputs

    /// Drives one of our lines.
    func set(_ output: ModemOutput, to isOn: Bool) throws(DeviceError)

    /// Holds the line at 0 for longer than any character lasts.
    func sendBreak(lasting duration: Duration) async throws(DeviceError)

    /// What the receiver has counted since the machine started; compare two of them.
    func lineCounts() throws(DeviceError) -> LineCounts
}

/// The modem lines that the other side drives.
public struct ModemInputs: OptionSet, Hashable, Codable, Sendable {
    public let rawValue: UInt8

    /// The lines whose bits are set.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Clear to send: the other side takes bytes.
    public static let cts = ModemInputs(rawValue: 1)
    /// Data set ready: the other side is on.
    public static let dsr = ModemInputs(rawValue: 2)
    /// Data carrier detect; a null-modem cable joins it to DSR.
    public static let dcd = ModemInputs(rawValue: 4)
    /// Ring indicator: somebody calls; some scales and drawers report by it.
    public static let ri = ModemInputs(rawValue: 8)
}

/// The modem lines that this side drives.
public enum ModemOutput: String, Codable, Sendable, CaseIterable {
    /// Request to send.
    case rts
    /// Data terminal ready.
    case dtr
}

/// What a receiver has counted besides good characters.
public struct LineCounts: Hashable, Codable, Sendable {
    /// Characters without a stop bit: the rates differ, or the line is noisy.
    public var framing: Int
    /// Characters whose parity bit is wrong.
    public var parity: Int
    /// Characters that came before the one ahead of them was fetched.
    public var overrun: Int
    /// Times that the line was held at 0 for longer than a character.
    public var breaks: Int

    /// Counts, all nought unless said.
    public init(framing: Int = 0, parity: Int = 0, overrun: Int = 0, breaks: Int = 0) {
        self.framing = framing
        self.parity = parity
        self.overrun = overrun
        self.breaks = breaks
    }

    /// What was counted since `earlier`.
    public func since(_ earlier: LineCounts) -> LineCounts {
        LineCounts(
            framing: framing - earlier.framing,
            parity: parity - earlier.parity,
            overrun: overrun - earlier.overrun,
            breaks: breaks - earlier.breaks
        )
    }
}
