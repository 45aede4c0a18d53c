import Glibc
import HAL
import Synchronization

/// Lets nobody write while a plug is being pulled.
///
/// Linux 6.1 stumbles when a printer gadget's answer is written on one processor while its plug is
/// pulled on another: `tx_complete` of `usb_f_printer` then finds no endpoint. A shop's kernel has
/// no such gadget; it is the far end of a check.
final class Floodgate: Sendable {
    private let state = Mutex((isShut: false, writers: 0))

    /// Writes pass.
    func open() { state.withLock { $0.isShut = false } }

    /// From now on none begins; returns when none is under way, or after a tenth of a second: one
    /// that takes so long waits for room, and is in no kernel's way.
    func shut() {
        state.withLock { $0.isShut = true }
        for _ in 0..<100 where state.withLock({ $0.writers > 0 }) { usleep(1_000) }
    }

    fileprivate func enter() -> Bool {
        state.withLock { state in
            guard !state.isShut else { return false }
            state.writers += 1
            return true
        }
    }

    fileprivate func leave() { state.withLock { $0.writers -= 1 } }
}

/// A channel whose writes pass a floodgate.
struct GatedChannel: ByteChannel {
    let inner: any ByteChannel
    let gate: Floodgate

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        guard gate.enter() else { throw DeviceError(.noHardware, "the plug is out") }
        defer { gate.leave() }
        try await inner.write(bytes, by: deadline)
    }

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await inner.read(upTo: limit, by: deadline)
    }
}
