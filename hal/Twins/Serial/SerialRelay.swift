public import HAL
import Wire

/// Carries bytes from one end of a serial cable to the other, at the pace of the line.
///
///     master of pty 1 ──read──▶ SerialCable.carry ──wait──▶ write── master of pty 2
///
/// A sender with RTS/CTS flow control waits while its CTS is off, as the hardware would make it.
public final class SerialRelay: Sendable {
    /// A port's wire side, and the UART that belongs to it.
    public struct Port: Sendable {
        let wire: any ByteChannel
        let end: SerialEnd
        /// How the port is set now.
        let settings: @Sendable () -> SerialSettings

        /// A port whose settings are those of `end` unless they are looked up elsewhere.
        public init(
            _ wire: any ByteChannel,
            _ end: SerialEnd,
            settings: (@Sendable () -> SerialSettings)? = nil
        ) {
            self.wire = wire
            self.end = end
            self.settings = settings ?? { end.settings }
        }
    }

    private let tasks: [Task<Void, Never>]

    /// Carries both ways; with one port and no other, back into the same one: a loopback plug.
    public init(_ near: Port, _ far: Port?, by cable: SerialCable, isPaced: Bool) {
        let far = far ?? near
        var tasks = [Task { await Self.carry(from: near, to: far, by: cable, isPaced) }]
        if far.end !== near.end {
            tasks.append(Task { await Self.carry(from: far, to: near, by: cable, isPaced) })
        }
        self.tasks = tasks
    }

    deinit {
        for task in tasks { task.cancel() }
    }

    private static func carry(
        from sender: Port,
        to receiver: Port,
        by cable: SerialCable,
        _ isPaced: Bool
    ) async {
        let never: Deadline = .now + .seconds(1_000_000)
        // When the line has carried everything so far.
        var free: Deadline = .now
        while let bytes = try? await sender.wire.read(upTo: 256, by: never) {
            let settings = sender.settings()
            sender.end.settings = settings
            receiver.end.settings = receiver.settings()
            while settings.flow == .rtsCTS, !sender.end.inputs.contains(.cts), !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(1))
            }
            let arrived = cable.carry(bytes, from: sender.end, to: receiver.end)
            if isPaced {
                let characters = Double(bytes.count) / settings.charactersPerSecond
                // A line does not catch up, but the sleep before may have been a little long.
                free = max(free, .now - .milliseconds(2)) + .nanoseconds(Int64(characters * 1e9))
                try? await Task.sleep(until: free, tolerance: .zero, clock: .continuous)
            }
            if !arrived.isEmpty {
                guard (try? await receiver.wire.write(arrived, by: never)) != nil else { return }
            }
        }
    }
}
