internal import HAL
internal import Synchronization

/// Keeps the customer's display on the newest picture, without anybody waiting for it.
///
/// A display at 9,600 baud takes 50 ms for a picture; a cashier scans faster. Pictures that a newer
/// one has overtaken are not sent at all. A display that fails is tried again with the next
/// picture: a dead display never stops a sale.
final class CustomerDisplay: Sendable {
    /// How long one picture may take.
    private static let timeout = Duration.seconds(2)

    private struct State {
        var newest: [String]?
        var isSending = false
        var idle: [CheckedContinuation<Void, Never>] = []
    }

    private let display: any LineDisplay
    private let state = Mutex(State())

    init(_ display: any LineDisplay) {
        self.display = display
    }

    var columns: Int { display.columns }

    func show(_ lines: [String]) {
        let mustStart = state.withLock { state in
            state.newest = lines
            defer { state.isSending = true }
            return !state.isSending
        }
        if mustStart {
            Task { await send() }
        }
    }

    /// Returns when the newest picture has been sent, or has failed.
    func settle() async {
        await withCheckedContinuation { waiter in
            let isIdle = state.withLock { state in
                if state.isSending { state.idle.append(waiter) }
                return !state.isSending
            }
            if isIdle { waiter.resume() }
        }
    }

    private func send() async {
        while let lines = next() {
            try? await display.show(lines, by: .now + Self.timeout)
        }
    }

    private func next() -> [String]? {
        let (lines, idle) = state.withLock { state in
            defer { state.newest = nil }
            guard state.newest == nil else {
                return (state.newest, [CheckedContinuation<Void, Never>]())
            }
            state.isSending = false
            defer { state.idle = [] }
            return (nil, state.idle)
        }
        for waiter in idle { waiter.resume() }
        return lines
    }
}
