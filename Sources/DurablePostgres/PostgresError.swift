/// Why a server did not do as it was asked.
public struct PostgresError: Error, Hashable, Sendable {
    /// What the caller branches on.
    public enum Kind: Hashable, Sendable {
        /// No server, or no more: it may be back in a moment.
        case unreachable
        /// The line broke during a commit, and nobody says whether it was kept: ask by reading.
        case inDoubt
        /// Another transaction was in the way; this one has not happened and may run again.
        case conflict
        /// The values break a rule of the tables or a limit of the server.
        case data
        /// The server's disk is full.
        case full
        /// The server found damage in its files.
        case damaged
        /// The server would lose what it acknowledges.
        case notDurable
        /// The caller's task was cancelled.
        case cancelled
        /// Anything else: a right that is missing, a version that does not fit.
        case refused
    }

    /// What the caller branches on.
    public let kind: Kind
    /// The server's own code for it, where the server said it.
    public let state: String?
    /// What the log keeps.
    public let detail: String

    /// An error of `kind`.
    public init(_ kind: Kind, _ detail: String, state: String? = nil) {
        self.kind = kind
        self.detail = detail
        self.state = state
    }

    /// What the server reports under `state` (PostgreSQL's Appendix A).
    public init(state: String, detail: String) {
        self.init(Self.kind(of: state), "\(detail) [\(state)]", state: state)
    }

    /// Rows of SQLSTATE, or of the class that its first two characters name.
    // swift-format-ignore
    private static let kinds: [String: Kind] = [
        "08":    .unreachable,   // connection exception
        "22":    .data,          // data exception
        "23":    .data,          // integrity constraint violation
        "40":    .conflict,      // rollback: serialization failure, deadlock
        "53":    .unreachable,   // insufficient resources: memory, connections
        "53100": .full,          // disk full
        "54":    .data,          // program limit exceeded: a row or an index entry too large
        "55P03": .conflict,      // a lock was not to be had in time
        "57014": .conflict,      // cancelled by a timeout; by the caller, the caller knows
        "57P01": .unreachable,   // the server shuts down
        "57P02": .unreachable,   // the server crashed
        "57P03": .unreachable,   // the server starts up
        "57P05": .unreachable,   // the session idled too long
        "25P03": .unreachable,   // the transaction idled too long
        "XX001": .damaged,       // data corrupted
        "XX002": .damaged,       // index corrupted
    ]

    private static func kind(of state: String) -> Kind {
        kinds[state] ?? kinds[String(state.prefix(2))] ?? .refused
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String { detail }
}
