import HAL
import Synchronization

/// A printer that prints into a list, or does what a test tells it.
actor TestPrinter: ReceiptPrinter {
    nonisolated let columns = 32

    /// What was asked for and is on paper, in order.
    private(set) var paper: [PrintRequest] = []
    /// How often somebody asked it to print.
    private(set) var attempts = 0
    private var faults: [DeviceError] = []
    private var lasting: DeviceError?
    private var isHeld = false
    private var held: [CheckedContinuation<Void, Never>] = []
    private var watchers: [CheckedContinuation<Void, Never>] = []

    /// The next prints fail with `faults`, one each; then it prints.
    func fail(_ faults: [DeviceError]) { self.faults = faults }

    /// Every print fails, until nil is set.
    func fail(always fault: DeviceError?) { lasting = fault }

    /// A print that begins from now on does not end before `release`.
    func hold() { isHeld = true }

    /// Lets the held prints end.
    func release() {
        isHeld = false
        for print in held { print.resume() }
        held = []
    }

    /// Returns when somebody has asked it to print so often.
    func isAsked(times: Int = 1) async {
        while attempts < times {
            await withCheckedContinuation { watchers.append($0) }
        }
    }

    func status(by deadline: Deadline) async throws(DeviceError) -> PrinterStatus {
        if let lasting {
            guard lasting.kind == .offline else { throw lasting }
            return .paperOut
        }
        return .ready
    }

    nonisolated func statusChanges() -> AsyncStream<PrinterStatus> { AsyncStream { $0.finish() } }

    func print(
        _ request: PrintRequest,
        by deadline: Deadline,
        progress: @Sendable (PrintEvidence) -> Void
    ) async throws(DeviceError) -> PrintEvidence {
        attempts += 1
        for watcher in watchers { watcher.resume() }
        watchers = []
        if isHeld { await withCheckedContinuation { held.append($0) } }
        if let lasting { throw lasting }
        if !faults.isEmpty { throw faults.removeFirst() }
        paper.append(request)
        progress(.cut)
        return .cut
    }

    func recover(_ recovery: PrinterRecovery, by deadline: Deadline) async throws(DeviceError) {}
}

/// A display that remembers its pictures.
final class TestDisplay: LineDisplay {
    let columns = 20
    let rows = 2
    private let shown = Mutex<[[String]]>([])

    /// Every picture so far.
    var pictures: [[String]] { shown.withLock { $0 } }

    func show(_ lines: [String], by deadline: Deadline) async throws(DeviceError) {
        shown.withLock { $0.append(lines) }
    }

    func clear(by deadline: Deadline) async throws(DeviceError) {
        shown.withLock { $0.append([]) }
    }
}
