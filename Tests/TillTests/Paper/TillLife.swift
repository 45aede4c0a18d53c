import GRDB
import HAL
import Synchronization
import Wire

/// One run of a till, from its start until somebody kills the process: then no byte leaves it, none
/// reaches it, and nothing more becomes durable.
final class TillLife: Sendable {
    /// What the run dies of.
    enum End: Equatable, Sendable {
        /// So many bytes have left for the printer.
        case sending(Int)
        /// So many bytes have come from it.
        case hearing(Int)
        /// The journal is about to commit for the so-manieth time.
        case beforeCommit(Int)
        /// It has committed so often.
        case afterCommit(Int)
        /// Nothing: it lives until all is done.
        case none
    }

    private struct State {
        var sent = 0
        var heard = 0
        var commits = 0
        var isOver = false
    }

    private let end: End
    private let state = Mutex(State())
    /// Rings when it is over.
    let bell = Bell()

    init(_ end: End) { self.end = end }

    var isOver: Bool { state.withLock { $0.isOver } }
    /// What a run without an end did: how many ends there are to be tried.
    var counts: (sent: Int, heard: Int, commits: Int) {
        state.withLock { ($0.sent, $0.heard, $0.commits) }
    }

    /// How many of the next `count` bytes leave.
    func send(_ count: Int) -> Int {
        pass(count, \.sent) { if case .sending(let limit) = end { limit } else { nil } }
    }

    /// How many of the next `count` bytes arrive.
    func hear(_ count: Int) -> Int {
        pass(count, \.heard) { if case .hearing(let limit) = end { limit } else { nil } }
    }

    /// Whether the next commit may be.
    func mayCommit() -> Bool {
        change { state in
            state.commits += 1
            if end == .beforeCommit(state.commits) { state.isOver = true }
            return !state.isOver
        }
    }

    /// A commit has been.
    func hasCommitted() {
        change { if end == .afterCommit($0.commits) { $0.isOver = true } }
    }

    private func pass(
        _ count: Int,
        _ passed: any WritableKeyPath<State, Int> & Sendable,
        _ limit: () -> Int?
    ) -> Int {
        let limit = limit()
        return change { state in
            guard !state.isOver else { return 0 }
            let room = min(count, (limit ?? .max) - state[keyPath: passed])
            state[keyPath: passed] += room
            if state[keyPath: passed] == limit { state.isOver = true }
            return room
        }
    }

    private func change<Result>(_ body: (inout sending State) -> sending Result) -> Result {
        defer { if isOver { bell.ring() } }
        return state.withLock { body(&$0) }
    }
}

/// Tells a life of its journal's commits, and refuses them when it is over.
final class CommitWatch: TransactionObserver {
    struct Killed: Error {}

    private let life: TillLife

    init(_ life: TillLife) { self.life = life }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }

    func databaseDidChange(with event: DatabaseEvent) {}

    func databaseWillCommit() throws {
        guard life.mayCommit() else { throw Killed() }
    }

    func databaseDidCommit(_ db: Database) { life.hasCommitted() }

    func databaseDidRollback(_ db: Database) {}
}

/// What joins one life of a till to the printer; the cable itself outlives it.
///
/// Bytes leave in pieces, as over a line that is slower than a till.
final class LifeLine: ByteChannel {
    private let cable: any ByteChannel
    private let incoming = BytePipe(capacity: 65_536)
    private let life: TillLife
    private let piece: Int
    private let hasTaken: @Sendable (Int) -> Bool
    private let passed = Mutex(0)

    /// `hasTaken` tells whether the printer has so many bytes of this life.
    init(
        _ cable: any ByteChannel,
        of life: TillLife,
        piece: Int,
        hasTaken: @escaping @Sendable (Int) -> Bool
    ) {
        self.hasTaken = hasTaken
        self.cable = cable
        self.life = life
        self.piece = piece
    }

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let asked = min(piece, rest.count)
            let room = life.send(asked)
            if room > 0 { try await cable.write(Array(rest.prefix(room)), by: deadline) }
            guard room == asked else { throw dead }
            rest = rest.dropFirst(asked)
            let count = passed.withLock { passed in
                passed += room
                return passed
            }
            // The printer takes them, unless it is off, and its answers come.
            for _ in 0..<200 where !hasTaken(count) { await Task.yield() }
            for _ in 0..<8 { await Task.yield() }
        }
    }

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await incoming.read(upTo: limit, by: deadline)
    }

    /// The printer's `bytes` come, as far as somebody lives to hear them.
    func deliver(_ bytes: [UInt8]) {
        let room = life.hear(bytes.count)
        if room > 0 { _ = try? incoming.offer(bytes.prefix(room)) }
        if life.isOver { incoming.end(dead) }
    }

    private var dead: DeviceError { DeviceError(.noHardware, "the till is dead") }
}
