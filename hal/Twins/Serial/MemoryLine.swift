public import HAL
import Synchronization
import Wire

/// A serial port in memory: bytes, modem lines, breaks and counts, over a cable that may be bad.
///
/// No kernel and no clock: bytes arrive at once. Flow control holds back what is sent while the
/// other side says stop, and lets it go when that says go on.
public final class MemoryLine: ByteChannel, SerialLine {
    private struct Held {
        var bytes: [UInt8] = []
        var isStopped = false
    }

    private let end: SerialEnd
    private let peer: Mutex<(@Sendable () -> MemoryLine?)>
    private let cable: SerialCable
    private let incoming = BytePipe(capacity: 1 << 20)
    private let held = Mutex(Held())
    private let writers = Turn()

    private init(_ end: SerialEnd, _ cable: SerialCable) {
        self.end = end
        self.cable = cable
        peer = Mutex({ nil })
    }

    /// Two ports joined by a null-modem cable.
    public static func pair(
        faults: SerialCable.Faults = .init(),
        seed: UInt64 = 1
    ) -> (near: MemoryLine, far: MemoryLine) {
        let (nearEnd, farEnd) = (SerialEnd(), SerialEnd())
        let cable = SerialCable(nearEnd, farEnd, faults: faults, seed: seed)
        let (near, far) = (MemoryLine(nearEnd, cable), MemoryLine(farEnd, cable))
        near.join(far)
        far.join(near)
        return (near, far)
    }

    /// One port with a loopback plug.
    public static func plug(faults: SerialCable.Faults = .init(), seed: UInt64 = 1) -> MemoryLine {
        let end = SerialEnd()
        let line = MemoryLine(end, SerialCable(end, end, faults: faults, seed: seed))
        line.join(line)
        return line
    }

    private func join(_ other: MemoryLine) {
        peer.withLock { $0 = { [weak other] in other } }
        for output in ModemOutput.allCases { end.drive(output, to: true) }
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await writers.take(by: deadline)
        defer { writers.giveBack() }
        held.withLock { $0.bytes += bytes }
        try sendHeld()
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await incoming.read(upTo: limit, by: deadline)
    }

    public func configure(_ settings: SerialSettings) throws(DeviceError) {
        end.settings = settings
        held.withLock { $0 = Held() }
        end.drive(.dtr, to: settings.isDTROn)
        try set(.rts, to: settings.isRTSOn)
    }

    public func modemInputs() throws(DeviceError) -> ModemInputs { end.inputs }

    public func set(_ output: ModemOutput, to isOn: Bool) throws(DeviceError) {
        end.drive(output, to: isOn)
        // The other side may have waited for it.
        try peer.withLock { $0 }()?.sendHeld()
    }

    public func sendBreak(lasting duration: Duration) async throws(DeviceError) {
        end.startBreak()
    }

    public func lineCounts() throws(DeviceError) -> LineCounts { end.counts }

    /// Sends what is held back, unless the other side still says stop.
    private func sendHeld() throws(DeviceError) {
        let flow = end.settings.flow
        let isClear = flow != .rtsCTS || end.inputs.contains(.cts)
        let bytes = held.withLock { held -> [UInt8] in
            guard isClear, !(flow == .xonXOFF && held.isStopped) else { return [] }
            defer { held.bytes = [] }
            return held.bytes
        }
        guard !bytes.isEmpty, let other = peer.withLock({ $0 })() else { return }
        try other.take(cable.carry(bytes, from: end, to: other.end))
    }

    private func take(_ bytes: [UInt8]) throws(DeviceError) {
        guard end.settings.flow == .xonXOFF else {
            _ = try incoming.offer(bytes)
            return
        }
        if let last = bytes.last(where: { $0 == 0x11 || $0 == 0x13 }) {
            held.withLock { $0.isStopped = last == 0x13 }
        }
        _ = try incoming.offer(bytes.filter { $0 != 0x11 && $0 != 0x13 })
        try sendHeld()
    }
}
