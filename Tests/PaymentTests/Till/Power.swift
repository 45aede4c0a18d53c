import GRDB
import HAL
import Synchronization

/// The power of a till: it goes at the step that a test names, and everything stops with it.
///
/// A step is what the world can see: a commit about to be made or just made, bytes about to leave
/// or just gone, bytes just read.
final class Power: Sendable {
    private let steps = Mutex(0)
    private let last: Int

    /// Power for `last` steps.
    init(last: Int = .max) { self.last = last }

    /// How many steps were made.
    var count: Int { steps.withLock { $0 } }

    /// Whether the power is still there.
    var isOn: Bool { count <= last }

    /// Makes a step; false when the power went with it.
    func step() -> Bool {
        steps.withLock { steps in
            steps += 1
            return steps <= last
        }
    }
}

/// Lets a database commit for as long as the power is there.
final class PoweredCommits: TransactionObserver {
    private struct Cut: Error {}

    private let power: Power

    init(_ power: Power) { self.power = power }

    func observes(eventsOfKind kind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidRollback(_ db: Database) {}

    func databaseWillCommit() throws {
        guard power.step() else { throw Cut() }
    }

    func databaseDidCommit(_ db: Database) {
        _ = power.step()
    }
}

/// A line that ends in a till with this power.
struct PoweredChannel: ByteChannel {
    private let inner: any ByteChannel
    private let power: Power

    init(_ inner: any ByteChannel, _ power: Power) {
        self.inner = inner
        self.power = power
    }

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try step()
        try await inner.write(bytes, by: deadline)
        try step()
    }

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        guard power.isOn else { throw Self.dark }
        let bytes = try await inner.read(upTo: limit, by: deadline)
        try step()
        return bytes
    }

    private func step() throws(DeviceError) {
        guard power.step() else { throw Self.dark }
    }

    private static let dark = DeviceError(.noHardware, "the till has no power")
}
