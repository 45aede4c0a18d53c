public import HAL

/// What passed on one device's wire: who sent what when, card data left out.
///
/// A trace is a value; `TraceText` is how it stands in a file, `TraceRecorder` makes one while a
/// device works, and a twin plays one back to a driver.
public struct WireTrace: Equatable, Sendable {
    /// What travels on the wire, which says what was masked.
    public let wire: WireKind
    /// Which device it was, as a board calls it; one line.
    public let device: String
    /// What happened, in order.
    public var events: [TraceEvent]

    /// A trace of `device`.
    public init(wire: WireKind, device: String, events: [TraceEvent] = []) {
        self.wire = wire
        self.device = device
        self.events = events
    }
}

/// One thing that happened on a wire.
public struct TraceEvent: Equatable, Sendable {
    /// What can happen.
    public enum Kind: Equatable, Sendable {
        /// The till sent bytes.
        case sent([TraceByte])
        /// The device sent bytes.
        case received([TraceByte])
        /// The port was opened, for the first time or after the device came back.
        case opened
        /// A call ended in an error; which bytes had left is not known.
        case failed(DeviceError.Kind)
        /// The trace has reached its limit: what came after is not in it.
        case full
    }

    /// Microseconds since the recording began, by the clock that nobody sets.
    public let microseconds: Int64
    public let kind: Kind

    /// Something that happened `microseconds` after the beginning.
    public init(_ microseconds: Int64, _ kind: Kind) {
        self.microseconds = microseconds
        self.kind = kind
    }
}

/// One byte of a trace, or the place of one that is nobody's business.
public enum TraceByte: Hashable, Sendable {
    case shown(UInt8)
    case masked
}
