import HAL

/// Says what a recorded device would say next, and where the driver departs from its trace.
///
/// What the device said is said again as soon as the driver has sent everything that came before
/// it, in any pieces; a printer answers by the names that it is asked by, see `FenceNames`. The
/// first byte that the driver sends otherwise ends the playing: nobody knows what the device would
/// have answered. Masked bytes of the till match any; masked bytes of the device are played as
/// stand-ins, see `WireKind.filled`.
public struct TracePlayback: Sendable {
    /// What the device does next.
    public enum Step: Equatable, Sendable {
        /// It says something, `pause` after what happened before.
        case say([UInt8], pause: Duration)
        /// It waits for the driver.
        case listen
        /// It has said all that the trace has, and heard it.
        case rest
    }

    /// The first byte that is not as the trace has it.
    public struct Departure: Equatable, Sendable, CustomStringConvertible {
        /// Which byte that the driver sent, from 0.
        public let place: Int
        /// When the till sent it in the trace; nothing where the trace has no more.
        public let microseconds: Int64?
        /// What stands there in the trace.
        public let expected: UInt8?
        /// What the driver sent.
        public let found: UInt8

        public var description: String {
            let sent = "byte \(place) of what the driver sent is \(Hex.text([found]))"
            guard let expected, let microseconds else { return "\(sent); the trace has no more" }
            let seconds = "\(Double(microseconds) / 1_000_000) s"
            return "\(sent); the trace has \(Hex.text([expected])) there, at \(seconds)"
        }
    }

    /// Something that the device says once the driver has sent `heard` bytes.
    private struct Saying {
        let heard: Int
        let pause: Duration
        let bytes: [UInt8]
        /// Where they stand in all that it says.
        let start: Int
    }

    private let expected: [(byte: TraceByte, microseconds: Int64)]
    private let sayings: [Saying]
    private var names: FenceNames
    private var heard = 0
    private var said = 0
    /// Where the driver departed from the trace, if it did.
    public private(set) var departure: Departure?

    /// The beginning of `trace`.
    public init(_ trace: WireTrace) {
        var expected: [(byte: TraceByte, microseconds: Int64)] = []
        var sayings: [Saying] = []
        let filled = trace.wire.filled(trace.events.flatMap(\.receivedBytes))
        var start = 0
        var last: Int64 = 0
        for event in trace.events {
            let pause = Duration.microseconds(event.microseconds - last)
            last = event.microseconds
            switch event.kind {
            case .sent(let bytes): expected += bytes.map { ($0, event.microseconds) }
            case .received(let bytes):
                let piece = Array(filled[start...].prefix(bytes.count))
                let heard = expected.count
                sayings.append(Saying(heard: heard, pause: pause, bytes: piece, start: start))
                start += bytes.count
            case .opened, .failed, .full: continue
            }
        }
        names = FenceNames(sent: expected.map(\.byte), said: filled)
        self.expected = expected
        self.sayings = sayings
    }

    /// What comes next.
    public var step: Step {
        guard departure == nil else { return .listen }
        guard said < sayings.count else { return heard < expected.count ? .listen : .rest }
        let next = sayings[said]
        guard next.heard <= heard else { return .listen }
        return .say(names.said(next.bytes, from: next.start), pause: next.pause)
    }

    /// How many bytes of the trace the driver has not sent yet.
    public var unheard: Int { expected.count - heard }

    /// How many times the device has still to say something.
    public var unsaid: Int { sayings.count - said }

    /// What `step` wanted said has been.
    public mutating func hasSaid() {
        said += 1
    }

    /// Takes bytes that the driver sent.
    public mutating func hear(_ bytes: [UInt8]) {
        for byte in bytes where departure == nil {
            guard heard < expected.count else {
                departure = Departure(place: heard, microseconds: nil, expected: nil, found: byte)
                return
            }
            let (wanted, time) = expected[heard]
            if names.take(byte, at: heard) {
                heard += 1
            } else if case .shown(let value) = wanted, value != byte {
                departure = Departure(
                    place: heard,
                    microseconds: time,
                    expected: value,
                    found: byte
                )
            } else {
                heard += 1
            }
        }
    }
}

extension TraceEvent {
    /// The bytes that the device sent, if this is that.
    fileprivate var receivedBytes: [TraceByte] {
        guard case .received(let bytes) = kind else { return [] }
        return bytes
    }
}
