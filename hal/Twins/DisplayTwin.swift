public import HAL
import Synchronization

/// A two-line customer display, in the dialect that its DIP switch is set to.
public final class DisplayTwin: Twin {
    /// The command sets that the twin knows.
    public enum Dialect: String, Codable, Sendable, CaseIterable {
        case cd5220
        case epson
    }

    private struct State {
        var glass: DisplayGlass
        var pictures = 0
        var followers: [UInt64: AsyncStream<[String]>.Continuation] = [:]
        var lastFollower: UInt64 = 0
    }

    public let faults = TwinFaults()
    private let dark: DisplayGlass
    private let state: Mutex<State>

    /// A blank display.
    public init(dialect: Dialect, columns: Int = 20, rows: Int = 2) {
        dark = DisplayGlass(dialect: dialect, columns: columns, rows: rows)
        state = Mutex(State(glass: dark))
    }

    /// What the customer reads now, one string a row, filled with spaces; dark when off.
    public var lines: [String] {
        faults.contains(.off) ? dark.lines : state.withLock { $0.glass.lines }
    }

    /// How many times bytes have changed the picture.
    public var pictures: Int { state.withLock { $0.pictures } }

    /// Every picture from now on; a reader that falls 64 behind loses the oldest.
    public func updates() -> AsyncStream<[String]> {
        AsyncStream(bufferingPolicy: .bufferingNewest(64)) { continuation in
            let id = state.withLock { state in
                state.lastFollower += 1
                state.followers[state.lastFollower] = continuation
                return state.lastFollower
            }
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.followers.removeValue(forKey: id) }
            }
        }
    }

    public func run(on channel: any ByteChannel) async {
        while !Task.isCancelled {
            let isSlow = faults.contains(.slow)
            do throws(DeviceError) {
                show(try await channel.read(upTo: isSlow ? 32 : 4096, by: never))
            } catch {
                guard error.kind == .timeout else { return }
            }
            if isSlow { try? await Task.sleep(for: .milliseconds(16)) }
        }
    }

    private func show(_ bytes: [UInt8]) {
        guard !faults.contains(.off) else { return }
        state.withLock { state in
            for byte in bytes { state.glass.take(byte) }
            state.pictures += 1
            guard !state.followers.isEmpty else { return }
            let lines = state.glass.lines
            for follower in state.followers.values { follower.yield(lines) }
        }
    }
}
