import Glibc
import HAL
import Synchronization
import Wire

/// The transfers of one mocked USB device: taken in, matched with what the device does, handed back.
final class MockedUSBEngine: Sendable {
    /// Where an endpoint's bytes go.
    enum Sink: Sendable {
        case bytes(BytePipe)
        case messages(MessageQueue)
    }

    private struct State {
        var pending: [MockedURB] = []
        var ended: [MockedCompletion] = []
        /// What the device has said on each endpoint, and nobody has fetched.
        var said: [UInt8: [[UInt8]]] = [:]
        var stalls: Set<UInt8> = []
        var isGone = false
        var isClaimed = false
        var kernelDriver: String?
    }

    private let node: WritableNode
    private let sinks: [UInt8: Sink]
    private let control: @Sendable (_ setup: [UInt8], _ payload: [UInt8]) -> [UInt8]?
    private let state: Mutex<State>
    private let fetched = Bell()

    init(
        node: WritableNode,
        sinks: [UInt8: Sink],
        kernelDriver: String?,
        control: @escaping @Sendable (_ setup: [UInt8], _ payload: [UInt8]) -> [UInt8]?
    ) {
        self.node = node
        self.sinks = sinks
        self.control = control
        state = Mutex(State(kernelDriver: kernelDriver))
    }

    deinit {
        // Not before: who still has the device open waits at the node for its last transfers.
        node.close()
    }

    var kernelDriver: String? {
        get { state.withLock { $0.kernelDriver } }
        set { state.withLock { $0.kernelDriver = newValue } }
    }

    var isGone: Bool { state.withLock { $0.isGone } }

    /// How many transfers wait for the device.
    var pendingCount: Int { state.withLock { $0.pending.count } }

    /// Gives the interface to one process at a time; nought, or the errno.
    func claim() -> Int32 {
        state.withLock { state in
            if state.isGone { return ENODEV }
            defer { state.isClaimed = true }
            return state.isClaimed ? EBUSY : 0
        }
    }

    func release() {
        state.withLock { $0.isClaimed = false }
    }

    /// Takes a transfer in; false when the device has gone.
    func submit(_ urb: MockedURB) -> Bool {
        state.withLock { state in
            guard !state.isGone else { return false }
            if urb.kind == .control {
                let answer = control(Array(urb.payload.prefix(8)), Array(urb.payload.dropFirst(8)))
                endControl(urb, answer, &state)
            } else if state.stalls.remove(urb.endpoint) != nil {
                end(urb, status: -EPIPE, &state)
            } else {
                state.pending.append(urb)
                match(&state)
            }
            return true
        }
    }

    /// Ends a pending transfer because its process no longer wants it.
    func discard(_ address: UInt64) -> Bool {
        state.withLock { state in
            guard let index = state.pending.firstIndex(where: { $0.address == address }) else {
                return false
            }
            end(state.pending.remove(at: index), status: -ENOENT, &state)
            return true
        }
    }

    /// Hands back an ended transfer, the oldest first.
    func reap() -> MockedCompletion? {
        state.withLock { state in
            guard !state.ended.isEmpty else { return nil }
            let completion = state.ended.removeFirst()
            if state.ended.isEmpty { node.set(writable: false) }
            return completion
        }
    }

    /// Says something on an endpoint in; waits while much is said and nobody listens.
    func say(
        _ bytes: [UInt8],
        on endpoint: UInt8,
        by deadline: Deadline
    ) async throws(DeviceError) {
        while true {
            let count = fetched.count
            let isSaid = try state.withLock { state throws(DeviceError) in
                guard !state.isGone else { throw DeviceError(.noHardware, "unplugged") }
                let waiting = state.said[endpoint, default: []].reduce(0) { $0 + $1.count }
                guard waiting == 0 || waiting + bytes.count <= 65_536 else { return false }
                state.said[endpoint, default: []].append(bytes)
                match(&state)
                return true
            }
            if isSaid { return }
            guard await fetched.isHeard(after: count, by: deadline) else {
                throw DeviceError(.timeout, "the host did not listen by the deadline")
            }
        }
    }

    /// Makes the next transfer on an endpoint stall.
    func stallNext(_ endpoint: UInt8) {
        state.withLock { state in
            guard let index = state.pending.firstIndex(where: { $0.endpoint == endpoint }) else {
                state.stalls.insert(endpoint)
                return
            }
            end(state.pending.remove(at: index), status: -EPIPE, &state)
        }
    }

    /// Pulls the plug: what is pending ends with ESHUTDOWN, and nothing more is taken.
    func unplug() {
        state.withLock { state in
            state.isGone = true
            for urb in state.pending { end(urb, status: -ESHUTDOWN, &state) }
            state.pending = []
        }
        fetched.ring()
        for sink in sinks.values {
            let error = DeviceError(.noHardware, "unplugged")
            switch sink {
            case .bytes(let pipe): pipe.end(error)
            case .messages(let queue): queue.end(error)
            }
        }
    }

    /// Looks again whether pending transfers can go on, as when somebody has made room.
    func matchAgain() {
        state.withLock { match(&$0) }
    }

    private func match(_ state: inout State) {
        var waiting: [MockedURB] = []
        for urb in state.pending {
            var urb = urb
            // Transfers of one endpoint keep their order.
            let isNext = !waiting.contains { $0.endpoint == urb.endpoint }
            if !isNext || !progress(&urb, &state) { waiting.append(urb) }
        }
        state.pending = waiting
    }

    /// Moves bytes; true when the transfer has ended.
    private func progress(_ urb: inout MockedURB, _ state: inout State) -> Bool {
        if urb.isIn {
            guard var said = state.said[urb.endpoint], !said.isEmpty else { return false }
            let bytes = Array(said[0].prefix(urb.length))
            said[0].removeFirst(bytes.count)
            if said[0].isEmpty { said.removeFirst() }
            state.said[urb.endpoint] = said
            fetched.ring()
            end(urb, bytes: bytes, &state)
            return true
        }
        switch sinks[urb.endpoint] {
        case .bytes(let pipe):
            if urb.taken < urb.length, pipe.roomOrCall() > 0 {
                urb.taken += (try? pipe.offer(urb.payload[urb.taken...])) ?? 0
                if urb.taken < urb.length { _ = pipe.roomOrCall() }
            }
        case .messages(let queue):
            if (try? queue.offer(urb.payload)) == true { urb.taken = urb.length }
        case nil: return false
        }
        guard urb.taken == urb.length else { return false }
        end(urb, &state)
        return true
    }

    private func endControl(_ urb: MockedURB, _ answer: [UInt8]?, _ state: inout State) {
        guard let answer else { return end(urb, status: -EPIPE, &state) }
        guard urb.payload[0] & 0x80 != 0 else {
            let completion = MockedCompletion(urb: urb, status: 0, count: urb.length - 8)
            return record(completion, &state)
        }
        end(urb, bytes: Array(answer.prefix(urb.length - 8)), &state)
    }

    private func end(
        _ urb: MockedURB,
        status: Int32 = 0,
        bytes: [UInt8] = [],
        _ state: inout State
    ) {
        let count = urb.isIn || urb.kind == .control ? bytes.count : urb.taken
        record(MockedCompletion(urb: urb, status: status, bytes: bytes, count: count), &state)
    }

    private func record(_ completion: MockedCompletion, _ state: inout State) {
        state.ended.append(completion)
        node.set(writable: true)
    }
}
