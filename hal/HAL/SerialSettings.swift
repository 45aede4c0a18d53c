/// How a serial port is set before the first byte: rate, format, flow control, lines.
public struct SerialSettings: Hashable, Codable, Sendable {
    /// Who holds the sender back while the receiver is full.
    public enum FlowControl: String, Hashable, Codable, Sendable, CaseIterable {
        /// Nobody: the receiver is fast enough, or asks for little.
        case none
        /// The receiver's RTS, crossed to the sender's CTS.
        case rtsCTS = "rts-cts"
        /// The bytes 13h (stop) and 11h (go on), which then may not stand in the data.
        case xonXOFF = "xon-xoff"
    }

    /// Bits a second, framing included.
    public var baud: Int
    public var format: SerialFormat
    public var flow: FlowControl
    /// DTR from the start: many displays and scanners draw their power from it.
    public var isDTROn: Bool
    /// RTS from the start; with RTS/CTS flow control the kernel moves it afterwards.
    public var isRTSOn: Bool

    /// Settings that differ from 8N1 without flow control, both lines on, only as said.
    public init(
        baud: Int,
        format: SerialFormat = .standard,
        flow: FlowControl = .none,
        isDTROn: Bool = true,
        isRTSOn: Bool = true
    ) {
        self.baud = baud
        self.format = format
        self.flow = flow
        self.isDTROn = isDTROn
        self.isRTSOn = isRTSOn
    }

    /// The most characters that can pass in a second.
    public var charactersPerSecond: Double {
        Double(baud) / Double(format.bitsPerCharacter)
    }
}

extension SerialSettings: CustomStringConvertible {
    /// What differs from the usual is said, and nothing else: `9600 baud 7E1, rts-cts`.
    public var description: String {
        var text = "\(baud) baud"
        if format != .standard { text += " \(format)" }
        if flow != .none { text += ", \(flow.rawValue)" }
        if !isDTROn { text += ", DTR off" }
        if !isRTSOn { text += ", RTS off" }
        return text
    }
}
