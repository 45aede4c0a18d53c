import HAL
import Synchronization

/// Cuts what an input device sends into lines, with a bound on each.
///
/// Several scans may come in one read and one scan in several; what has come of the next line stays
/// here until the rest follows. Empty lines are nothing: CR LF ends one line, not two. A line of
/// which something was lost on the way is an error, and nothing of it is handed out.
final class LineInput: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        /// The rest of a line that was too long is thrown away up to its end.
        var isSkipping = false
    }

    /// One line, or the fact that one was too long to be right.
    enum Line: Equatable {
        case whole([UInt8])
        case tooLong
    }

    private let channel: any ByteChannel
    private let limit: Int
    private let terminators: Set<UInt8>
    private let state = Mutex(State())

    init(channel: any ByteChannel, limit: Int, terminators: Set<UInt8>) {
        self.channel = channel
        self.limit = limit
        self.terminators = terminators
    }

    /// The next line that is not empty.
    func next(by deadline: Deadline) async throws(DeviceError) -> Line {
        while true {
            if let line = state.withLock({ takeLine(from: &$0) }) { return line }
            do throws(DeviceError) {
                let bytes = try await channel.read(upTo: 256, by: deadline)
                state.withLock { $0.bytes += bytes }
            } catch {
                if error.kind == .failure { await dropLine(by: deadline) }
                throw error
            }
        }
    }

    /// Forgets the line of which something was lost.
    private func dropLine(by deadline: Deadline) async {
        let isOver = await channel.dropGarbledRest(by: deadline)
        state.withLock { state in
            state.bytes = []
            state.isSkipping = !isOver
        }
    }

    private func takeLine(from state: inout State) -> Line? {
        while let end = state.bytes.firstIndex(where: terminators.contains) {
            let line = Array(state.bytes[..<end])
            state.bytes.removeSubrange(...end)
            if state.isSkipping {
                state.isSkipping = false
                return .tooLong
            }
            if line.count > limit { return .tooLong }
            if !line.isEmpty { return .whole(line) }
        }
        if state.bytes.count > limit {
            state.bytes = []
            state.isSkipping = true
        }
        return nil
    }
}
