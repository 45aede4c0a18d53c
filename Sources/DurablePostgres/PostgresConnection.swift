internal import CPostgres
internal import Glibc

/// One connection to a server, in pipeline mode: statements go out without waiting, answers are
/// read when somebody needs them.
///
///     queue ─▶ queue ─▶ fetch ──sync──▶ │ one round trip │ ──▶ answers, in order
///
/// So a batch with six statements that depend on nothing costs one trip to the server. It belongs
/// to the thread that uses it; only a `PostgresCanceller` may be used from elsewhere.
public final class PostgresConnection {
    /// What is to come from the server, in order.
    enum Expected {
        /// A statement was prepared under this name.
        case preparation(String)
        /// The answer of a statement.
        case answer((PostgresRows) throws -> Void)
    }

    let handle: OpaquePointer
    private var prepared: Set<String> = []
    private var expected: [Expected] = []
    /// Whether the line is gone, or nobody knows what is on it.
    private(set) var isBroken = false

    /// How long the server may keep silent; longer than any statement may run there.
    private static let patience = Duration.seconds(75)

    /// Before what the address says, so that the address wins; after it, what has to be so.
    // swift-format-ignore
    private static let before: [(String, String)] = [
        ("fallback_application_name", "tillhub"),
        ("connect_timeout",           "5"),
        ("keepalives_idle",           "10"),
        ("keepalives_interval",       "5"),
        ("keepalives_count",          "3"),
        ("tcp_user_timeout",          "20000"),
    ]

    /// Connects, and sees to it that what this connection commits is durable.
    public init(_ address: PostgresAddress) throws(PostgresError) {
        let words = Self.before + [("dbname", address.secret), ("client_encoding", "UTF8")]
        let keys = CStrings(words.map(\.0))
        let values = CStrings(words.map(\.1))
        guard let handle = PQconnectdbParams(keys.pointers, values.pointers, 1) else {
            throw PostgresError(.unreachable, "no memory for a connection")
        }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK else {
            // libpq names host, user and database here, and no password.
            throw PostgresError(.unreachable, Self.trouble(handle))
        }
        _ = PQsetNoticeProcessor(handle, { _, _ in }, nil)
        PQsetnonblocking(handle, 1)
        PQenterPipelineMode(handle)
        try settleDurability()
    }

    deinit {
        PQfinish(handle)
    }

    /// Sends `statement`; its answer goes to `take` as soon as it has come.
    public func queue(
        _ statement: PostgresStatement,
        _ values: [PostgresValue] = [],
        take: @escaping (PostgresRows) throws -> Void = { _ in }
    ) throws(PostgresError) {
        if !prepared.contains(statement.name) {
            try sent(PQsendPrepare(handle, statement.name, statement.sql, 0, nil))
            expected.append(.preparation(statement.name))
            prepared.insert(statement.name)
        }
        try sent(send(statement, PostgresParameters(values)))
        expected.append(.answer(take))
    }

    private func send(_ statement: PostgresStatement, _ parameters: PostgresParameters) -> Int32 {
        parameters.bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = parameters.places.map { place in
                place.flatMap { start?.advanced(by: $0.lowerBound) }
            }
            let lengths = parameters.places.map { Int32($0?.count ?? 0) }
            let formats = [Int32](repeating: 1, count: pointers.count)
            let count = Int32(pointers.count)
            return PQsendQueryPrepared(
                handle,
                statement.name,
                count,
                pointers,
                lengths,
                formats,
                1
            )
        }
    }

    private func sent(_ result: Int32) throws(PostgresError) {
        guard result == 1 else { throw lost() }
    }

    /// Sends `statement`, waits for all answers that are due, and returns its own.
    public func fetch(
        _ statement: PostgresStatement,
        _ values: [PostgresValue] = []
    ) throws -> PostgresRows {
        var own: PostgresRows?
        try queue(statement, values) { own = $0 }
        try settle()
        guard let own else { preconditionFailure("a pipeline settled without its last answer") }
        return own
    }

    /// Waits for all answers that are due.
    ///
    /// - Throws: What the first statement that failed says; the server has skipped all after it.
    public func settle() throws {
        let due = expected
        expected = []
        try sent(PQpipelineSync(handle))
        try flush()
        var fault: (any Error)?
        for next in due {
            do {
                try take(next)
            } catch {
                if isBroken { throw error }
                fault = fault ?? error
            }
        }
        let end = try nextResult()
        defer { PQclear(end) }
        guard PQresultStatus(end) == PGRES_PIPELINE_SYNC else { throw lost() }
        if let fault { throw fault }
    }

    private func take(_ next: Expected) throws {
        let rows = PostgresRows(try nextResult())
        let fault = rows.fault
        if let end = PQgetResult(handle) {
            PQclear(end)
            throw lost()
        }
        switch next {
        case .preparation(let name):
            if !rows.isGood { prepared.remove(name) }
            if let fault { throw fault }
        case .answer(let take):
            if let fault { throw fault }
            if rows.isGood { try take(rows) }
        }
    }

    private func nextResult() throws(PostgresError) -> OpaquePointer {
        while PQisBusy(handle) == 1 {
            try wait(for: POLLIN)
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        guard let result = PQgetResult(handle) else { throw lost() }
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQclear(result) }
            throw lost(PostgresRows.trouble(result))
        }
        return result
    }

    private func flush() throws(PostgresError) {
        while true {
            let left = PQflush(handle)
            if left == 0 { return }
            guard left > 0 else { throw lost() }
            // The server may wait for us to read before it reads on.
            try wait(for: POLLIN | POLLOUT)
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
    }

    private func wait(for events: Int32) throws(PostgresError) {
        var descriptor = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        let milliseconds = Int32(Self.patience.components.seconds * 1000)
        while true {
            let ready = poll(&descriptor, 1, milliseconds)
            if ready > 0 { return }
            if ready < 0, errno == EINTR { continue }
            throw lost(ready == 0 ? "the server has not answered for \(Self.patience)" : nil)
        }
    }

    /// Marks the line as gone, and says why.
    private func lost(_ detail: String? = nil) -> PostgresError {
        isBroken = true
        expected = []
        return PostgresError(.unreachable, detail ?? Self.trouble(handle))
    }

    /// Runs a script of several statements, outside any transaction of ours; for migrations.
    public func run(script: String) throws(PostgresError) {
        guard PQexitPipelineMode(handle) == 1, let result = PQexec(handle, script) else {
            throw lost()
        }
        let rows = PostgresRows(result)
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        if let fault = rows.fault { throw fault }
    }

    private static func trouble(_ handle: OpaquePointer) -> String {
        oneLine(String(cString: PQerrorMessage(handle)))
    }

    /// libpq's words without their line ends.
    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
            .joined(separator: "; ")
    }
}

/// Words as C takes them: an array of pointers that ends with nil.
private final class CStrings {
    let pointers: [UnsafePointer<CChar>?]

    init(_ words: [String]) {
        pointers = words.map { UnsafePointer(strdup($0)) } + [nil]
    }

    deinit {
        for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) }
    }
}
