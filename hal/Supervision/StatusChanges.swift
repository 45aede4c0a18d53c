public import HAL
import Synchronization

/// What a printer reports of itself, over all the times that it was opened.
public final class StatusChanges: Sendable {
    private struct State {
        var listeners: [UInt64: AsyncStream<PrinterStatus>.Continuation] = [:]
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Nobody listens, and no printer is there yet.
    public init() {}

    /// Passes on what `printer` reports, until it is closed.
    public func follow(_ printer: some ReceiptPrinter) {
        let changes = printer.statusChanges()
        Task { [weak self] in
            for await status in changes { self?.tell(status) }
        }
    }

    func listen() -> AsyncStream<PrinterStatus> {
        AsyncStream(bufferingPolicy: .bufferingNewest(16)) { continuation in
            let id = state.withLock { state in
                state.last += 1
                state.listeners[state.last] = continuation
                return state.last
            }
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.listeners.removeValue(forKey: id) }
            }
        }
    }

    private func tell(_ status: PrinterStatus) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield(status) }
    }
}
