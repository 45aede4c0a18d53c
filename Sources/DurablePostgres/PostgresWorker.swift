internal import Dispatch
internal import Glibc
internal import Synchronization

/// A thread with a connection of its own, opened when it is needed and again when it is lost.
final class PostgresWorker: Sendable {
    /// How often the server is asked what became of a commit.
    private static let questions = 8

    /// How often a transaction is tried that ends like this.
    private static func attempts(after kind: PostgresError.Kind) -> Int {
        switch kind {
        case .conflict: 8
        // A server that was restarted, or failed over, shows when an old connection is used.
        case .unreachable: 4
        case .inDoubt, .data, .full, .damaged, .notDurable, .cancelled, .refused: 1
        }
    }

    let queue: DispatchQueue
    private let address: PostgresAddress
    private let connection = Mutex<PostgresConnection?>(nil)

    init(_ address: PostgresAddress, number: Int) {
        self.address = address
        queue = DispatchQueue(label: "suanpan.postgres.\(number)")
    }

    /// Runs `work` in one transaction, as often as it takes until nobody is in the way.
    func perform<Value: Sendable>(
        _ mode: PostgresConnection.Mode,
        _ ticket: PostgresTicket,
        _ work: @Sendable (PostgresConnection) throws -> Value
    ) throws -> Value {
        var attempt = 1
        while true {
            do {
                switch try ending(mode, ticket, work) {
                case .done(let value): return value
                case .inDoubt(let value, let number):
                    if try wasKept(number) { return value }
                    throw PostgresError(.conflict, "the line broke before the commit")
                }
            } catch let error as PostgresError {
                if ticket.isCancelled { throw PostgresTicket.cancelled }
                guard attempt < Self.attempts(after: error.kind) else { throw error }
            }
            Self.pause(attempt)
            attempt += 1
        }
    }

    private func ending<Value: Sendable>(
        _ mode: PostgresConnection.Mode,
        _ ticket: PostgresTicket,
        _ work: @Sendable (PostgresConnection) throws -> Value
    ) throws -> PostgresConnection.Ending<Value> {
        try use { connection in
            try ticket.run(PostgresCanceller(connection)) {
                try connection.transaction(mode, work)
            }
        }
    }

    /// Lends the connection to `body`; one that is broken afterwards is let go of.
    func use<Value: Sendable>(
        _ body: (PostgresConnection) throws -> Value
    ) throws -> Value {
        try connection.withLock { slot in
            let connection = try slot ?? PostgresConnection(address)
            slot = connection
            defer { if connection.isBroken { slot = nil } }
            return try body(connection)
        }
    }

    /// Whether the transaction `number`, whose commit got no answer, was kept.
    private func wasKept(_ number: Int64) throws -> Bool {
        for question in 1...Self.questions {
            if let wasKept = try? use({ try $0.outcome(of: number) }) { return wasKept }
            Self.pause(question + 3)
        }
        throw PostgresError(
            .inDoubt,
            "the line broke during a commit, and the server does not say yet whether it was kept"
        )
    }

    /// Waits with full jitter, up to 10 ms at first and 1.3 s at last.
    private static func pause(_ attempt: Int) {
        let limit = UInt32(5_000) << UInt32(min(attempt, 8))
        usleep(UInt32.random(in: 0...limit))
    }

    func close() {
        connection.withLock { $0 = nil }
    }
}
