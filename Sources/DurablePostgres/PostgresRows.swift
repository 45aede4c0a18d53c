internal import CPostgres

/// What a statement brought: rows in the server's binary form.
///
/// The getters trust the statement that was written here for the types of its columns; a value of
/// another length is an error of the program.
public final class PostgresRows {
    private let result: OpaquePointer

    /// Takes over a result of libpq.
    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    /// How many rows there are.
    public var count: Int { Int(PQntuples(result)) }

    /// How many rows the statement inserted, changed or deleted.
    public var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// What the server calls what it did: `COMMIT`, `INSERT 0 7`.
    var tag: String { String(cString: PQcmdStatus(result)) }

    /// Every row of the result, read by `read`, which gets the row's number.
    public func map<Value, Failure>(
        _ read: (Int) throws(Failure) -> Value
    ) throws(Failure) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for row in 0..<count { values.append(try read(row)) }
        return values
    }

    /// Whether the value is `NULL`.
    public func isNull(_ row: Int, _ column: Int) -> Bool {
        PQgetisnull(result, Int32(row), Int32(column)) == 1
    }

    /// A `bigint`, `integer` or `smallint`, widened.
    public func long(_ row: Int, _ column: Int) -> Int64 {
        let raw = raw(row, column)
        switch raw.count {
        case 8: return Int64(bigEndian: raw.loadUnaligned(as: Int64.self))
        case 4: return Int64(Int32(bigEndian: raw.loadUnaligned(as: Int32.self)))
        case 2: return Int64(Int16(bigEndian: raw.loadUnaligned(as: Int16.self)))
        default: preconditionFailure("column \(column) is no whole number")
        }
    }

    /// An `integer` or `smallint`.
    public func int(_ row: Int, _ column: Int) -> Int32 {
        Int32(truncatingIfNeeded: long(row, column))
    }

    /// A `boolean`.
    public func bool(_ row: Int, _ column: Int) -> Bool { raw(row, column).first == 1 }

    /// A `text`.
    public func text(_ row: Int, _ column: Int) -> String {
        String(decoding: raw(row, column), as: UTF8.self)
    }

    /// A `bytea` or `uuid`.
    public func bytes(_ row: Int, _ column: Int) -> [UInt8] { [UInt8](raw(row, column)) }

    private func raw(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
        let length = Int(PQgetlength(result, Int32(row), Int32(column)))
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, Int32(row), Int32(column)),
            count: length
        )
    }
}

extension PostgresRows {
    /// Whether the statement did what it says.
    var isGood: Bool {
        let status = PQresultStatus(result)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
    }

    /// What the server says against the statement; nil also when it was skipped behind another.
    var fault: PostgresError? {
        guard !isGood, PQresultStatus(result) != PGRES_PIPELINE_ABORTED else { return nil }
        let state = PQresultErrorField(result, 67).map { String(cString: $0) }
        let detail = Self.trouble(result)
        guard let state else { return PostgresError(.unreachable, detail) }
        return PostgresError(state: state, detail: detail)
    }

    /// What a result of libpq complains of.
    static func trouble(_ result: OpaquePointer) -> String {
        // The first line only: the ones below it can quote values out of records.
        let text = String(cString: PQresultErrorMessage(result))
        return PostgresConnection.oneLine(
            text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        )
    }
}
