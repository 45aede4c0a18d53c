/// How a connection runs one transaction.
extension PostgresConnection {
    /// What may be done within.
    public enum Mode: Sendable {
        /// Reads one state of everything, and changes nothing.
        case read
        /// Reads what is committed at each statement, and writes.
        case write
    }

    /// How a transaction ended.
    enum Ending<Value: Sendable>: Sendable {
        /// It is durable.
        case done(Value)
        /// The line broke while the commit was under way: the server knows, under this number.
        case inDoubt(Value, number: Int64)
    }

    /// Runs `work` in a transaction.
    ///
    /// - Throws: What `work` throws, or the server; nothing has happened then.
    func transaction<Value: Sendable>(
        _ mode: Mode,
        _ work: (PostgresConnection) throws -> Value
    ) throws -> Ending<Value> {
        var number: Int64?
        let value: Value
        do {
            try queue(mode == .write ? .write : .read)
            if mode == .write { try queue(.number) { number = $0.long(0, 0) } }
            value = try work(self)
            // Without the number, a commit that gets no answer would stay in doubt for ever.
            if mode == .write, number == nil { try settle() }
        } catch {
            rollBack()
            throw error
        }
        do {
            guard try fetch(.commit).tag == "COMMIT" else {
                throw PostgresError(.conflict, "the server rolled the transaction back")
            }
            return .done(value)
        } catch {
            if isBroken, let number { return .inDoubt(value, number: number) }
            rollBack()
            throw error
        }
    }

    /// Leaves the transaction; a line that is broken has left it already.
    private func rollBack() {
        // What is still due may fail, and would take the rollback along.
        if !isBroken { try? settle() }
        if !isBroken { _ = try? fetch(.rollback) }
    }

    /// Runs `work`, of which nothing is left when it returns false or the server refuses its data.
    ///
    /// - Returns: Whether it was kept, or why the server refused.
    public func attempt(_ work: () throws -> Bool) throws -> Result<Bool, PostgresError> {
        try queue(.savepoint)
        var fault: PostgresError?
        do {
            let isKept = try work()
            try settle()
            if isKept {
                try queue(.release)
                return .success(true)
            }
        } catch let error as PostgresError where error.kind == .data {
            fault = error
        }
        try queue(.undo)
        try queue(.release)
        if let fault { return .failure(fault) }
        return .success(false)
    }

    /// What became of the transaction `number`; nil while it is under way.
    func outcome(of number: Int64) throws -> Bool? {
        let rows = try fetch(.outcome, [.long(number)])
        guard !rows.isNull(0, 0) else { return nil }
        switch rows.text(0, 0) {
        case "committed": return true
        case "aborted": return false
        default: return nil
        }
    }
}
