import HAL
import Synchronization

/// The paper that has come out of a printer twin, receipt by receipt.
///
/// It keeps the latest receipts only, so that a month of replayed trade fits in memory.
public final class PaperRoll: Sendable {
    private struct State {
        var receipts: [[PaperElement]] = []
        var current: [PaperElement] = []
        var receiptCount = 0
        var followers: [UInt64: AsyncStream<PaperElement>.Continuation] = [:]
        var lastFollower: UInt64 = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// An empty roll that keeps the latest `limit` receipts.
    public init(keeping limit: Int = 64) {
        self.limit = max(1, limit)
    }

    /// The receipts that were cut off, the latest last; each ends with its `cut`.
    public var receipts: [[PaperElement]] {
        state.withLock { $0.receipts }
    }

    /// What hangs out of the printer and is not cut off.
    public var current: [PaperElement] {
        state.withLock { $0.current }
    }

    /// Everything that is kept, in order.
    public var elements: [PaperElement] {
        state.withLock { Array($0.receipts.joined()) + $0.current }
    }

    /// How many receipts have been cut off ever.
    public var receiptCount: Int {
        state.withLock { $0.receiptCount }
    }

    /// Everything from now on, as it is printed; a reader that falls 4,096 elements behind loses
    /// the oldest.
    public func updates() -> AsyncStream<PaperElement> {
        AsyncStream(bufferingPolicy: .bufferingNewest(4096)) { continuation in
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

    func append(_ element: PaperElement) {
        state.withLock { state in
            state.current.append(element)
            if element == .cut {
                state.receipts.append(state.current)
                state.current = []
                state.receiptCount += 1
                if state.receipts.count > limit { state.receipts.removeFirst() }
            } else if state.current.count > 10_000 {
                // Nobody cuts: paper on the floor.
                state.current.removeFirst(5_000)
            }
            for follower in state.followers.values { follower.yield(element) }
        }
    }
}
