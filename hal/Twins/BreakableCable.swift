public import HAL
import Synchronization

/// A cable that is cut at a certain byte, and may be mended.
///
/// What had passed is at the device, which waits for the rest; what was on its way is lost in both
/// directions.
public final class BreakableCable: ByteChannel {
    private struct State {
        var passed = 0
        var end: Int?
        var isCut = false
        var onCut: @Sendable () -> Void = {}
    }

    private let inner: any ByteChannel
    private let isNoticed: Bool
    private let state = Mutex(State())

    /// A whole cable.
    ///
    /// Where a cut `isNoticed`, as on USB, calls throw `noHardware`; where it is
    /// not, as on three wires of a serial line, bytes vanish.
    public init(_ inner: any ByteChannel, isNoticed: Bool) {
        self.inner = inner
        self.isNoticed = isNoticed
    }

    /// How many bytes have passed to the device.
    public var passed: Int { state.withLock { $0.passed } }

    /// Cuts the cable behind that many more bytes.
    public func cut(after count: Int, onCut: @escaping @Sendable () -> Void = {}) {
        state.withLock { state in
            state.end = state.passed + count
            state.onCut = onCut
        }
    }

    /// Puts the ends together again.
    public func mend() {
        state.withLock { $0.isCut = false }
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        let (room, cut) = state.withLock { state -> (Int, (@Sendable () -> Void)?) in
            if state.isCut { return (0, nil) }
            let room = min(bytes.count, (state.end ?? .max) - state.passed)
            state.passed += room
            guard room < bytes.count else { return (room, nil) }
            state.isCut = true
            state.end = nil
            return (room, state.onCut)
        }
        // Cut all the same when the device takes nothing: else nobody would ever mend it.
        defer { cut?() }
        if room > 0 { try await inner.write(Array(bytes.prefix(room)), by: deadline) }
        if room < bytes.count, isNoticed { throw pulled }
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        while true {
            let bytes = try await inner.read(upTo: limit, by: deadline)
            guard state.withLock({ $0.isCut }) else { return bytes }
            if isNoticed { throw pulled }
        }
    }

    private var pulled: DeviceError { DeviceError(.noHardware, "the cable is cut") }
}
