package import HAL
import Synchronization

/// What comes on a serial line, with an error in the place of whatever did not come right.
///
/// Two witnesses: the tty marks a garbled character where it stood, and the driver's counters tell
/// of characters that came before there was room for them, which leave no mark. What came before
/// the fault is handed out first, where its place is known; what was only counted is told before
/// the bytes that came with it, for nobody knows where among them it belongs.
package final class CleanInput: Sendable {
    private struct State: Sendable {
        var input = MarkedInput()
        var pieces: [Piece] = []
        /// Nothing once the port has shown that it does not count.
        var counts: LineCounts?
    }

    private enum Piece: Sendable {
        case bytes([UInt8])
        case fault(String)
    }

    private let channel: any ByteChannel
    private let name: String
    private let count: @Sendable () -> LineCounts?
    private let state: Mutex<State>

    /// The input of `channel`, whose bytes are marked; `count` reads the port's counters.
    package init(
        _ channel: any ByteChannel,
        name: String,
        count: @escaping @Sendable () -> LineCounts?
    ) {
        self.channel = channel
        self.name = name
        self.count = count
        state = Mutex(State(counts: count()))
    }

    /// Reads what has come right, as `ByteChannel` has it.
    ///
    /// - Throws: `failure`, once for each fault, also for one that no byte came with; what comes
    ///   next is read by the next call.
    package func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        while true {
            switch state.withLock({ Self.next(upTo: limit, &$0) }) {
            case .bytes(let bytes): return bytes
            case .fault(let words): throw DeviceError(.failure, "\(name): \(words)")
            case nil: try await listen(upTo: limit, by: deadline)
            }
        }
    }

    /// Waits for bytes; a fault that is counted in their place is told when none came, or whoever
    /// reads next would be told of it instead.
    private func listen(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) {
        do throws(DeviceError) {
            take(try await channel.read(upTo: limit, by: deadline))
        } catch {
            guard error.kind == .timeout, let words = silentFault() else { throw error }
            throw DeviceError(.failure, "\(name): \(words)")
        }
    }

    private func silentFault() -> String? {
        state.withLock { Self.counted(since: &$0.counts, count, unlessMarked: false) }
    }

    private static func next(upTo limit: Int, _ state: inout State) -> Piece? {
        guard !state.pieces.isEmpty else { return nil }
        guard case .bytes(let bytes) = state.pieces[0], bytes.count > limit else {
            return state.pieces.removeFirst()
        }
        state.pieces[0] = .bytes(Array(bytes[limit...]))
        return .bytes(Array(bytes[..<limit]))
    }

    private func take(_ bytes: [UInt8]) {
        state.withLock { state in
            let marked = state.input.take(bytes)
            let hasMarks = marked.contains { if case .fault = $0 { true } else { false } }
            if let words = Self.counted(since: &state.counts, count, unlessMarked: hasMarks) {
                state.pieces.append(.fault(words))
            }
            state.pieces += marked.map { piece in
                switch piece {
                case .bytes(let bytes): .bytes(bytes)
                case .fault(let fault): .fault(fault.words)
                }
            }
        }
    }

    /// What the counters tell that no mark does.
    private static func counted(
        since last: inout LineCounts?,
        _ count: () -> LineCounts?,
        unlessMarked hasMarks: Bool
    ) -> String? {
        guard let before = last else { return nil }
        last = count()
        guard let news = last?.since(before) else { return nil }
        if news.overrun > 0 { return "\(news.overrun) characters came too fast and are lost" }
        guard !hasMarks else { return nil }
        if news.breaks > 0 { return MarkedInput.Fault.breakOrNought.words }
        return news.framing + news.parity > 0 ? MarkedInput.Fault.character.words : nil
    }
}

extension MarkedInput.Fault {
    /// What is wrong with the line, and where to look.
    fileprivate var words: String {
        switch self {
        case .breakOrNought: "a break on the line: is the device switched off, its cable loose?"
        case .character: "a garbled character: check baud rate, parity, stop bits and cable"
        case .unknownMark: "the port marks a character in a way that is none"
        }
    }
}
