public import ArgumentParser
public import Boards
public import HAL
public import Traces

/// The wires that somebody wants written down, as the words ROLE=FILE name them.
public struct TraceWishes {
    private let words: [String]

    /// Wishes as they stand on a command line.
    public init(_ words: [String]) {
        self.words = words
    }

    /// A recorder for each of the roles named; on a fault it says which word and ends the program.
    public func recorders(of board: Board) throws(ExitCode) -> [DeviceRole: TraceRecorder] {
        var recorders: [DeviceRole: TraceRecorder] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let role = DeviceRole(rawValue: parts[0]) else {
                let roles = DeviceRole.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure.data("`\(word)`: expected ROLE=FILE; the roles are \(roles)")
            }
            recorders[role] = try Self.recorder(of: role, on: board, to: parts[1])
        }
        return recorders
    }

    /// A recorder of the wire of `role`, into a new file at `path`.
    public static func recorder(
        of role: DeviceRole,
        on board: Board,
        to path: String
    ) throws(ExitCode) -> TraceRecorder {
        guard let wire = board.wire(of: role) else {
            let role = role.rawValue
            throw Failure.data("the board \(board.name) has no wire of its own for \(role)")
        }
        do {
            return try TraceRecorder(wire, device: role.rawValue, to: path)
        } catch {
            throw Failure.cannotCreate("\(error.detail); a trace is written to a new file")
        }
    }
}
