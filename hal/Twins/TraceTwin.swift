public import HAL
import Synchronization
public import Traces

/// A device that was recorded once and says again what it said then.
///
/// What a technician brings home as a file stands on the bench: the driver meets the same bytes, in
/// the recorded rhythm or at once, and the twin tells where the driver departs from the trace. From
/// there on it keeps silent.
public final class TraceTwin: Twin {
    public let faults = TwinFaults()
    private let playback: Mutex<TracePlayback>
    private let isTimed: Bool

    /// The device of `trace`; one that `isTimed` keeps the pauses that it made then.
    public init(_ trace: WireTrace, isTimed: Bool = false) {
        playback = Mutex(TracePlayback(trace))
        self.isTimed = isTimed
    }

    /// How far it has come, and where the driver departed.
    public var progress: TracePlayback { playback.withLock { $0 } }

    public func run(on channel: any ByteChannel) async {
        while !Task.isCancelled {
            do throws(DeviceError) {
                switch playback.withLock({ $0.step }) {
                case .say(let bytes, let pause):
                    if isTimed { try? await Task.sleep(for: pause, tolerance: .zero) }
                    // Counted first: who has heard it may look at once.
                    playback.withLock { $0.hasSaid() }
                    try await channel.write(bytes, by: never)
                case .listen, .rest:
                    let bytes = try await channel.read(upTo: 4096, by: never)
                    playback.withLock { $0.hear(bytes) }
                }
            } catch {
                guard error.kind == .timeout else { return }
            }
        }
    }
}
